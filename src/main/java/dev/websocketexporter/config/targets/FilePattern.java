package dev.websocketexporter.config.targets;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Files with targets, by a name that may have asterisks.
 *
 * @param directory absolute
 * @param name of the files; an asterisk stands for any text
 */
public record FilePattern(Path directory, String name) {
    /** Whether it has an asterisk, so that no file at all is nothing odd. */
    boolean isOpen() {
        return name.indexOf('*') >= 0;
    }

    /**
     * The files that are there now, in the order of their names. Blocks.
     *
     * @throws IOException if the directory cannot be read; one that is not there has no files
     */
    List<Path> files() throws IOException {
        Pattern wanted = wanted();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                if (isMeant(wanted, String.valueOf(file.getFileName()))) {
                    found.add(file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Path::compareTo);
        return found;
    }

    /** Whether it would be among the files if it is there. */
    boolean isAbout(Path file) {
        return directory.equals(file.getParent()) && isMeant(wanted(), String.valueOf(file.getFileName()));
    }

    private Pattern wanted() {
        return Pattern.compile(
                Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** As a shell does: what editors and Kubernetes hide beside a file is not meant. */
    private boolean isMeant(Pattern wanted, String fileName) {
        boolean hidden = fileName.startsWith(".") && !name.startsWith(".");
        return !hidden && wanted.matcher(fileName).matches();
    }

    @Override
    public String toString() {
        return directory.resolve(name).toString();
    }
}
