/** Event loops with clocks: how late a loop runs, and when bytes left or arrived. Knows nothing of probes' phases. */
@NullMarked
package dev.websocketexporter.engine.loop;

import org.jspecify.annotations.NullMarked;
