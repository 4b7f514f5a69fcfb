package dev.websocketexporter.config;

import dev.websocketexporter.probe.TlsVersion;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where in the configuration something is read.
 *
 * @param path of the key
 * @param surroundings of the file
 * @param findings what is wrong goes here
 */
record Site(String path, Surroundings surroundings, Findings findings) {
    /**
     * What the same file may mean something else in.
     *
     * @param directory that file names are relative to
     * @param tlsVersions what the engine in use can do
     */
    record Surroundings(Path directory, Set<TlsVersion> tlsVersions) {
        Surroundings {
            tlsVersions = Set.copyOf(tlsVersions);
        }
    }

    Site child(String key) {
        return new Site(Shown.child(path, key), surroundings, findings);
    }

    Site item(int index) {
        return new Site(Shown.item(path, index), surroundings, findings);
    }

    void mistake(Position position, String text) {
        findings.mistake(position, path, text);
    }

    void warning(Position position, String text) {
        findings.warning(position, path, text);
    }
}
