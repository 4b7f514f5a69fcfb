/** What a probe reports: phases, reasons, and the parts of a result. */
@NullMarked
package dev.websocketexporter.probe.report;

import org.jspecify.annotations.NullMarked;
