/** Views of a result: metrics, debug text. Pure: no I/O, no state; one class a view. */
@NullMarked
package dev.websocketexporter.render;

import org.jspecify.annotations.NullMarked;
