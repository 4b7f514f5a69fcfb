package dev.websocketexporter.probe;

/** How a probe ended. */
public sealed interface Outcome {
    /** The target did everything that the module asks for. */
    record Success() implements Outcome {}

    /** The target was found wanting; this is a finding, not an error of the exporter. */
    record Failed(Failure failure) implements Outcome {}

    /**
     * The target resolves to an address that the policy forbids; nothing was dialled.
     *
     * @param detail one line that names the address and the rule
     */
    record Forbidden(String detail) implements Outcome {}

    /** The client that asked for the probe has gone; whatever was learnt is incomplete and says nothing. */
    record Cancelled() implements Outcome {}
}
