package dev.websocketexporter.probe.report;

/**
 * How much memory messages take in all probes together.
 *
 * @param limitBytes the most that they may take
 * @param usedBytes what is reserved for them now; may be a little more than the limit while probes give theirs back
 * @param exceeded how many connections were ended because it was used up, since the start
 */
public record MessageMemoryFigures(long limitBytes, long usedBytes, long exceeded) {}
