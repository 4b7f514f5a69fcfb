package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the README shows, so that tests run just that. */
final class Readme {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    private final List<MatchResult> blocks;

    private Readme(String text) {
        this.blocks = BLOCK.matcher(text).results().toList();
    }

    static Readme read() throws IOException {
        return new Readme(Files.readString(Path.of("README.md")));
    }

    /** The one block of that language that contains the text. */
    String block(String language, String containing) {
        List<String> found = blocks.stream()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .filter(body -> body.contains(containing))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("README.md has " + found.size() + " blocks of " + language + " with \""
                    + containing + "\" (expected: 1)");
        }
        return found.get(0);
    }
}
