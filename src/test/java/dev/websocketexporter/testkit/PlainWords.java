package dev.websocketexporter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** Finds texts that libraries have for their programmers, where a user reads. */
public final class PlainWords {
    private static final List<Pattern> FOR_PROGRAMMERS = List.of(
            // names of classes and packages
            Pattern.compile("\\b(?:com|io|org|java|javax|jdk|sun|dev)\\.[a-z]\\w*\\.\\w"),
            Pattern.compile("\\b[A-Z]\\w*(?:Exception|Error)\\b"),
            Pattern.compile("\\b[A-Z][a-z]\\w*@[0-9a-f]{4,}\\b"),
            Pattern.compile("\\$\\d|\\blambda\\b"),
            // calls of the system, as Netty names them
            Pattern.compile("\\w+\\(\\.\\.\\)"),
            Pattern.compile("\\berrno\\b|\\bsyscall\\b"),
            // OpenSSL's queue of errors
            Pattern.compile("error:[0-9a-f]{8}:|OPENSSL_internal|SSL routines"),
            // Jackson, SnakeYAML
            Pattern.compile("\\(start marker|Source: \\(|while (?:scanning|parsing) a|in 'reader'|\\bJsonToken\\b"),
            // Bouncy Castle
            Pattern.compile("failed to construct|in getInstance|BigInteger|object truncated"),
            Pattern.compile("(?<![\"\\w])null(?![\"\\w])"));

    private PlainWords() {}

    /** Fails if one of the texts has words that only a library's programmer understands. */
    public static void assertPlain(List<String> texts) {
        for (String text : texts) {
            assertThat(text)
                    .satisfies(words ->
                            FOR_PROGRAMMERS.forEach(pattern -> assertThat(words).doesNotContainPattern(pattern)));
        }
    }
}
