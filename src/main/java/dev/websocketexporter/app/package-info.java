/** Builds the objects and connects them; nothing else. */
@NullMarked
package dev.websocketexporter.app;

import org.jspecify.annotations.NullMarked;
