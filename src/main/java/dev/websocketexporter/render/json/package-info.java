/**
 * Results as JSON, written as a stream and without reflection, so that a command line which runs for a second does not
 * spend it on loading classes. A value that is absent is left out; durations are numbers of seconds, times RFC 3339 in UTC.
 */
@NullMarked
package dev.websocketexporter.render.json;

import org.jspecify.annotations.NullMarked;
