/** One run of the phases: its chain, its deadline, its channel, its log, and what became of it. */
@NullMarked
package dev.websocketexporter.engine.run;

import org.jspecify.annotations.NullMarked;
