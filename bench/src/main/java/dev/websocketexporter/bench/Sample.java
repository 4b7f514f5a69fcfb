package dev.websocketexporter.bench;

/**
 * What one contestant did in one round under one load.
 *
 * @param load probes at once, or begun per second
 * @param cpuMillis processor time of the exporter for each probe that was answered
 */
record Sample(int round, String contestant, Scheme scheme, int load, double cpuMillis, LoadResult result) {}
