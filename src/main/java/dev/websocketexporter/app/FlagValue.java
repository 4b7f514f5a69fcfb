package dev.websocketexporter.app;

/**
 * The text that stands for the value of a flag.
 *
 * @param flag whose
 * @param text as it was given, or as it stands in the flag
 */
record FlagValue(Flag flag, String text) {
    /** Says what is wrong with it and what would be right. */
    BadFlagException refused(String what, String expected) {
        return new BadFlagException(flag.text() + ": \"" + text + "\" " + what + " (expected: " + expected + ")");
    }

    /** Says so in the words of who could not use it. */
    BadFlagException refused(IllegalArgumentException why) {
        return new BadFlagException(flag.text() + ": " + why.getMessage());
    }
}
