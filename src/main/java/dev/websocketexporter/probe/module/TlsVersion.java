package dev.websocketexporter.probe.module;

import java.util.Arrays;

/** A version of TLS, by the names of the configuration. */
public enum TlsVersion {
    TLS10("TLSv1", "TLS 1.0"),
    TLS11("TLSv1.1", "TLS 1.1"),
    TLS12("TLSv1.2", "TLS 1.2"),
    TLS13("TLSv1.3", "TLS 1.3");

    private final String standardName;
    private final String label;

    TlsVersion(String standardName, String label) {
        this.standardName = standardName;
        this.label = label;
    }

    /**
     * The version that the Java security APIs call so.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static TlsVersion ofStandardName(String name) {
        return Arrays.stream(values())
                .filter(version -> version.standardName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "version: \"" + name + "\" (expected: a version of TLS, such as TLSv1.2)"));
    }

    /** As the Java security APIs call it. */
    public String standardName() {
        return standardName;
    }

    /** As people and metrics call it. */
    public String label() {
        return label;
    }
}
