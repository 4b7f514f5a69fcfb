/** A module: the named settings of a probe. */
@NullMarked
package dev.websocketexporter.probe.module;

import org.jspecify.annotations.NullMarked;
