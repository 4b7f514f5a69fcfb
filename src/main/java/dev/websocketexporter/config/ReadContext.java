package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.TlsVersion;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where in the configuration something is read.
 *
 * @param path of the key
 * @param surroundings of the file
 * @param findings what is wrong goes here
 */
record ReadContext(String path, Surroundings surroundings, Diagnostics findings) {
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

    ReadContext child(String key) {
        return new ReadContext(Shown.child(path, key), surroundings, findings);
    }

    ReadContext item(int index) {
        return new ReadContext(Shown.item(path, index), surroundings, findings);
    }

    void mistake(Position position, String text) {
        findings.mistake(position, path, text);
    }

    void warning(Position position, String text) {
        findings.warning(position, path, text);
    }
}
