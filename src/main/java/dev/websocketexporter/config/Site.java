package dev.websocketexporter.config;

import java.nio.file.Path;

/**
 * Where in the configuration something is read.
 *
 * @param path of the key
 * @param directory that file names are relative to
 * @param findings what is wrong goes here
 */
record Site(String path, Path directory, Findings findings) {
    Site child(String key) {
        return new Site(Shown.child(path, key), directory, findings);
    }

    Site item(int index) {
        return new Site(Shown.item(path, index), directory, findings);
    }

    void mistake(Position position, String text) {
        findings.mistake(position, path, text);
    }

    void warning(Position position, String text) {
        findings.warning(position, path, text);
    }
}
