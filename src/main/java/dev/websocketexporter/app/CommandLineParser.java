package dev.websocketexporter.app;

import dev.websocketexporter.app.Flag.BadFlagException;
import dev.websocketexporter.cli.CommandLine;
import dev.websocketexporter.config.types.EditDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns arguments into {@link Flags}. A flag is written {@code --flag=value} or {@code --flag value}; after {@code --} and
 * for anything that is not exactly a flag, the message says what was probably meant.
 */
final class CommandLineParser {
    private static final String END_OF_FLAGS = "--";

    /** A flag of exporter-toolkit, which users of other exporters may have. */
    private static final String WEB_SYSTEMD_SOCKET = "--web.systemd-socket";

    private static final int LETTERS_PER_SLIP = 5;
    private static final int MOST_SLIPS = 2;
    private static final String NEGATION = "--no-";

    private CommandLineParser() {}

    static Flags parse(String... arguments) throws BadFlagException {
        List<String> words = Arrays.asList(arguments);
        // Help and version are printed whatever the other arguments are.
        if (words.contains(Flag.HELP.text()) || words.contains(Flag.HELP_IN_SHORT)) {
            return new Flags(Map.of(Flag.HELP, List.of("")));
        }
        if (words.contains(Flag.VERSION.text())) {
            return new Flags(Map.of(Flag.VERSION, List.of("")));
        }
        Map<Flag, List<String>> given = given(words);
        if (given.containsKey(Flag.WEB_ENABLE_ECHO) && given.containsKey(Flag.NO_WEB_ENABLE_ECHO)) {
            throw new BadFlagException(Flag.WEB_ENABLE_ECHO.text() + " and " + Flag.NO_WEB_ENABLE_ECHO.text()
                    + ": given both (expected: one of them)");
        }
        return new Flags(given);
    }

    private static Map<Flag, List<String>> given(List<String> words) throws BadFlagException {
        Map<Flag, List<String>> given = new EnumMap<>(Flag.class);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : null;
            if (word.equals(END_OF_FLAGS)) {
                if (next != null) {
                    throw unknown(next);
                }
                break;
            }
            Flag flag = Flag.of(nameIn(word));
            boolean hasValue = word.contains("=");
            if (flag == null || (hasValue && flag.label() == null)) {
                throw unknown(word);
            }
            if (hasValue || flag.label() == null) {
                add(flag, hasValue ? word.substring(word.indexOf('=') + 1) : "", given);
            } else {
                add(flag, value(flag, next), given);
                i++;
            }
        }
        return given;
    }

    private static String nameIn(String word) {
        return word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    }

    /** A value may begin with one dash, or three: only two of them make a flag. */
    private static String value(Flag flag, @Nullable String next) throws BadFlagException {
        if (next == null || (next.startsWith("--") && !next.startsWith("---"))) {
            throw new BadFlagException(flag.text() + ": has no value (expected: " + flag.usage() + ")");
        }
        return next;
    }

    private static void add(Flag flag, String value, Map<Flag, List<String>> given) throws BadFlagException {
        List<String> values = given.computeIfAbsent(flag, none -> new ArrayList<>());
        if (!values.isEmpty() && flag != Flag.WEB_LISTEN_ADDRESS) {
            throw new BadFlagException(flag.text() + ": given twice (expected: once)");
        }
        values.add(value);
    }

    private static BadFlagException unknown(String word) {
        if (!word.startsWith("-")) {
            if (CommandLine.isCommand(word)) {
                return new BadFlagException(
                        word + ": stands after another argument (expected: a command is the first)");
            }
            String command = CommandLine.meantBy(word);
            if (command != null) {
                return new BadFlagException("\"" + word + "\": unknown command (did you mean " + command + "?)");
            }
            return new BadFlagException(
                    "\"" + word + "\": an argument without a flag (expected: --flag=value; --help lists the flags)");
        }
        String name = nameIn(word);
        Flag known = Flag.of(name);
        if (known != null) {
            return new BadFlagException(
                    known.label() == null && word.contains("=")
                            ? name + ": has a value (expected: none, just " + name + ")"
                            : name + ": stands after --, where no flag is read (expected: before it)");
        }
        if (name.equals(WEB_SYSTEMD_SOCKET)) {
            return new BadFlagException(name + ": sockets of systemd are not supported (expected: "
                    + Flag.WEB_LISTEN_ADDRESS.usage() + ")");
        }
        Flag meant = meant(name);
        return new BadFlagException(name + ": unknown flag ("
                + (meant == null ? "expected: one that --help lists" : "did you mean " + meant.text() + "?") + ")");
    }

    /** The flag with the fewest typing errors in its name, else the one that the name is the last or the first part of. */
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
