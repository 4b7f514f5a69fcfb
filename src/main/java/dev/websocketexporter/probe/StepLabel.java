package dev.websocketexporter.probe;

/**
 * A label of {@code probe_expect_info}.
 *
 * @param name a valid label name
 * @param value made from the step's match
 */
public record StepLabel(String name, Template value) {}
