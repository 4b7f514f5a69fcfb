/** End to end: the jar as a process, beside the real Prometheus, nginx and Node.js. */
@NullMarked
package dev.websocketexporter.e2e;

import org.jspecify.annotations.NullMarked;
