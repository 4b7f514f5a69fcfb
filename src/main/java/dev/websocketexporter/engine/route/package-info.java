/** The phases up to the first byte of HTTP. */
@NullMarked
package dev.websocketexporter.engine.route;

import org.jspecify.annotations.NullMarked;
