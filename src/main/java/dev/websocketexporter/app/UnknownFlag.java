package dev.websocketexporter.app;

import dev.websocketexporter.config.types.EditDistance;
import org.jspecify.annotations.Nullable;

/** What is said of an argument that is no flag. */
final class UnknownFlag {
    /** The exporter-toolkit's web configuration, which users of other exporters will look for. */
    private static final String WEB_CONFIG_FILE = "--web.config.file";

    private static final int LETTERS_PER_SLIP = 5;
    private static final int MOST_SLIPS = 2;
    private static final String NEGATION = "--no-";

    private UnknownFlag() {}

    static BadFlagException named(String argument) {
        if (!argument.startsWith("-")) {
            return new BadFlagException("\"" + argument
                    + "\": an argument without a flag (expected: --flag=value; --help lists the flags)");
        }
        String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
        Flag known = Flag.of(name);
        if (known != null) {
            return new BadFlagException(
                    known.label() == null && argument.contains("=")
                            ? name + ": has a value (expected: none, just " + name + ")"
                            : name + ": stands behind --, where no flag is read (expected: before it)");
        }
        if (name.equals(WEB_CONFIG_FILE)) {
            return new BadFlagException(
                    name
                            + ": not supported yet (expected: leave it out, and listen where only those you trust can connect)");
        }
        Flag meant = meant(name);
        return new BadFlagException(name + ": unknown flag ("
                + (meant == null ? "expected: one that --help lists" : "did you mean " + meant.text() + "?") + ")");
    }

    /** The one that differs least by slips of the pen, else one that the name is the last or the first part of. */
    private static @Nullable Flag meant(String name) {
        Flag alike = null;
        int fewest = MOST_SLIPS + 1;
        for (Flag flag : Flag.values()) {
            if (name.startsWith(NEGATION) && !flag.text().startsWith(NEGATION)) {
                // The opposite of what was meant.
                continue;
            }
            int slips = EditDistance.between(name, flag.longName());
            if (slips < fewest && slips <= flag.longName().length() / LETTERS_PER_SLIP) {
                alike = flag;
                fewest = slips;
            }
        }
        if (alike != null) {
            return alike;
        }
        String bare = name.replaceFirst("^-+", "");
        Flag ending = Flag.endingWith(bare);
        return ending == null ? Flag.theOneBeginningWith(bare) : ending;
    }
}
