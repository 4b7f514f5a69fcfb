package dev.websocketexporter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a fuzzer has found once is not found again: each target holds for its corpus, and for what is nearly the same. The
 * fuzzer itself is {@code bench/fuzz}. More of the latter by {@code -Dfuzz.variants=100000}.
 */
class FuzzCorpusTest {
    private static final int VARIANTS = Integer.getInteger("fuzz.variants", 30);

    @ParameterizedTest
    @EnumSource
    void corpusKeepsToTheRules(FuzzTarget target) {
        List<Path> files = Corpus.files(target.label());
        assertThat(files).as("inputs").hasSizeGreaterThan(2);
        for (Path file : files) {
            byte[] input = Corpus.read(file);
            play(target, input, file + " as it is");
            Random random = new Random(Arrays.hashCode(input));
            for (int i = 0; i < VARIANTS; i++) {
                play(target, spoiled(input, random), file + " in variant " + i);
            }
        }
    }

    private static void play(FuzzTarget target, byte[] input, String which) {
        try {
            target.play(input);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(target + ": " + which + ": " + e.getMessage(), e);
        }
    }

    /** Cut off, or with a few other bytes. */
    private static byte[] spoiled(byte[] input, Random random) {
        boolean cut = random.nextInt(3) == 0;
        byte[] spoiled = Arrays.copyOf(input, cut ? random.nextInt(input.length + 1) : input.length);
        for (int i = random.nextInt(4); i > 0 && spoiled.length > 0; i--) {
            spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
        }
        return spoiled;
    }
}
