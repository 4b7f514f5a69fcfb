package dev.websocketexporter.script;

/** Whether a message is what was expected. */
public sealed interface Judgement {
    /**
     * It is.
     *
     * @param captures what the regular expression captured; none without one
     */
    record Match(Captures captures) implements Judgement {}

    /**
     * It is not.
     *
     * @param why what was expected and, where it is a part of the message, what was there; one line, but for what the
     *     message itself holds
     */
    record Mismatch(String why) implements Judgement {}
}
