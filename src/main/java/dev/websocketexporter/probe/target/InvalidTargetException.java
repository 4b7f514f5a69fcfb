package dev.websocketexporter.probe.target;

/** A target or host name that cannot be probed; the message is one line that says what is wrong and what is right. */
public final class InvalidTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String whyNoAsciiForm;

    public InvalidTargetException(String message) {
        this(message, "");
    }

    private InvalidTargetException(String message, String whyNoAsciiForm) {
        super(message);
        this.whyNoAsciiForm = whyNoAsciiForm;
    }

    static InvalidTargetException withoutAsciiForm(String what, String why) {
        return new InvalidTargetException(
                what + " has a host that has no ASCII form: " + why
                        + " (expected: a name by IDNA 2008, or its form with xn--)",
                ": " + why);
    }

    /** What keeps an international name from its ASCII form, after a colon; empty when something else is wrong. */
    public String whyNoAsciiForm() {
        return whyNoAsciiForm;
    }
}
