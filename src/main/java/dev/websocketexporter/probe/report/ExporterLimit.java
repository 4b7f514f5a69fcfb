package dev.websocketexporter.probe.report;

import java.util.Locale;

/** Which limit of the exporter itself ended a probe with {@link Reason#EXPORTER_LIMIT}: a closed list, fit for a label. */
public enum ExporterLimit {
    /** The process, or its machine, has no file descriptor left. */
    DESCRIPTORS,
    /** No local port is left to dial from. */
    PORTS,
    /** A rule of the exporter's own machine forbids to dial: a firewall, routing, seccomp, SELinux. */
    FIREWALL,
    /** The machine, or the exporter's own share of it, has no memory left for this. */
    MEMORY,
    /** Files could not be read in time, since others are being waited for. */
    FILES,
    /** A chain could not be judged in time, since others are being judged. */
    CRYPTOGRAPHY,
    /** A message could not be compared in time, since others are being compared. */
    MATCHING,
    /** A file that the exporter needs to work cannot be used, such as the trust store. */
    SYSTEM_FILES,
    /** None of the others. */
    OTHER;

    private final String label;

    ExporterLimit() {
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The value of the label {@code limit} in metrics. */
    public String label() {
        return label;
    }
}
