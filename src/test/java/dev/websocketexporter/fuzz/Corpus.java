package dev.websocketexporter.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Inputs in the tree: a directory a target, and beside them what the targets share. */
public final class Corpus {
    private Corpus() {}

    /** The inputs of a target, by their names. */
    public static List<Path> files(String target) {
        URL directory = Corpus.class.getResource(target);
        if (directory == null) {
            throw new IllegalStateException("no corpus for " + target + " (expected: a directory beside " + Corpus.class
                    + " among the resources)");
        }
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            return files.sorted().toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot read the corpus of " + target, e);
        }
    }

    /** The contents of those inputs of a target whose names begin like that. */
    public static List<byte[]> of(String target, String prefix) {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files(target)) {
            if (String.valueOf(file.getFileName()).startsWith(prefix)) {
                contents.add(read(file));
            }
        }
        return contents;
    }

    /** A file that targets share. */
    public static byte[] resource(String name) {
        URL file = Corpus.class.getResource(name);
        if (file == null) {
            throw new IllegalStateException("no resource " + name);
        }
        try {
            return read(Path.of(file.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
