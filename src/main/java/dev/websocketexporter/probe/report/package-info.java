/**
 * The parts of a probe's result: phases, reasons, and a report for each protocol. {@link Phase} and {@link Reason} are closed
 * lists, since their words are labels of metrics; the detail of a {@link Failure} is free text and never a label.
 */
@NullMarked
package dev.websocketexporter.probe.report;

import org.jspecify.annotations.NullMarked;
