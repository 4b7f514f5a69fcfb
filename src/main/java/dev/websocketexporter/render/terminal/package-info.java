/**
 * Results as a person reads them in a terminal: phases drawn to scale, certificate, answer, steps, and what to look at
 * next. Pure: a result and a style make lines of text.
 */
@NullMarked
package dev.websocketexporter.render.terminal;

import org.jspecify.annotations.NullMarked;
