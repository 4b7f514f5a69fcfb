package dev.websocketexporter.cli;

import dev.websocketexporter.config.types.EditDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The words after a command that probes: flags in the order in which they were given, and the URL. A flag is written
 * {@code --flag=value} or {@code --flag value}; after {@code --} everything is the URL.
 *
 * @param flags those that the command has
 * @param given every flag with its value, which is empty for one without
 * @param url absent: there is none, which only help is content with
 */
record ProbeWords(
        CommandFlags flags, List<Given> given, @Nullable String url) {
    private static final int MOST_SLIPS = 2;

    ProbeWords {
        given = List.copyOf(given);
    }

    /** A flag and the value that it was given. */
    record Given(ProbeFlag flag, String value) {}

    static ProbeWords parse(CommandFlags flags, List<String> words) throws BadUsageException {
        List<Given> given = new ArrayList<>();
        List<String> others = new ArrayList<>();
        boolean flagsEnded = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (flagsEnded || !word.startsWith("-")) {
                others.add(word);
            } else if (word.equals("--")) {
                flagsEnded = true;
            } else {
                int equals = word.startsWith("--") ? word.indexOf('=') : -1;
                ProbeFlag flag = known(equals < 0 ? word : word.substring(0, equals), flags);
                if (equals >= 0 && !flag.hasValue()) {
                    throw new BadUsageException(flag + ": has a value (expected: none, just " + flag + ")");
                }
                boolean isNext = equals < 0 && flag.hasValue();
                String value = equals >= 0 ? word.substring(equals + 1) : isNext ? next(flag, words, i, flags) : "";
                i += isNext ? 1 : 0;
                add(new Given(flag, value), given);
            }
        }
        return checked(new ProbeWords(flags, given, others.isEmpty() ? null : others.get(0)), others);
    }

    private static ProbeFlag known(String name, CommandFlags flags) throws BadUsageException {
        ProbeFlag flag = flags.of(name);
        if (flag != null) {
            return flag;
        }
        ProbeFlag meant = null;
        int fewest = MOST_SLIPS + 1;
        for (ProbeFlag other : flags.rows().keySet()) {
            int slips = EditDistance.between(name, other.row().name());
            if (slips < fewest) {
                meant = other;
                fewest = slips;
            }
        }
        throw new BadUsageException(name + ": unknown flag of " + flags.command() + " ("
                + (meant == null
                        ? "expected: one that websocket-exporter " + flags.command() + " --help lists"
                        : "did you mean " + meant + "?")
                + ")");
    }

    /** Any word, also one that begins with a dash, unless it is a flag itself. */
    private static String next(ProbeFlag flag, List<String> words, int at, CommandFlags flags)
            throws BadUsageException {
        String next = at + 1 < words.size() ? words.get(at + 1) : null;
        boolean isFlag = next != null && flags.of(next.replaceFirst("=.*", "")) != null;
        if (next == null || isFlag) {
            throw new BadUsageException(
                    flag + ": has no value (expected: " + flag.row().usage() + ")");
        }
        return next;
    }

    private static void add(Given one, List<Given> given) throws BadUsageException {
        if (!one.flag().isRepeatable() && given.stream().anyMatch(other -> other.flag() == one.flag())) {
            throw new BadUsageException(one.flag() + ": given twice (expected: once)");
        }
        given.add(one);
    }

    private static ProbeWords checked(ProbeWords words, List<String> others) throws BadUsageException {
        if (words.has(ProbeFlag.HELP)) {
            return words;
        }
        if (others.isEmpty()) {
            throw new BadUsageException(words.flags.command() + ": no URL (expected: websocket-exporter "
                    + words.flags.command() + " wss://example.com/chat)");
        }
        if (others.size() > 1) {
            // Not the words themselves: the shell may have split a URL with a token at an ampersand or a space.
            throw new BadUsageException(words.flags.command() + ": " + others.size()
                    + " words that are no flags (expected: one URL, in" + " quotes if it has an & or a space)");
        }
        return words;
    }

    boolean has(ProbeFlag flag) {
        return given.stream().anyMatch(one -> one.flag() == flag);
    }

    /** The value of a flag that is given at most once; absent: it is not given. */
    @Nullable
    String value(ProbeFlag flag) {
        return given.stream()
                .filter(one -> one.flag() == flag)
                .map(Given::value)
                .findFirst()
                .orElse(null);
    }

    List<String> values(ProbeFlag flag) {
        return given.stream()
                .filter(one -> one.flag() == flag)
                .map(Given::value)
                .toList();
    }

    /** The URL, without which nothing but help was asked for. */
    String requiredUrl() {
        return Objects.requireNonNull(url);
    }
}
