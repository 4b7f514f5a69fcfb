package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3986 §5.2.4. */
class DotSegmentsTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a/, /a/",
        "/a/b/c/./../../g, /a/g",
        "/., /",
        "/.., /",
        "/./, /",
        "/../, /",
        "/a/.., /",
        "/a/../, /",
        "/a/., /a/",
        "/a/./, /a/",
        "/a//b, /a//b",
        "/a//../b, /a/b",
        "//a, //a",
        "/..., /...",
        "/../../a, /a",
        "/a/b/../../../c, /c",
        "/a?b/../c, /a?b/../c",
        "/a/..?b, /?b",
        "/a/%2e%2e/b, /a/%2e%2e/b"
    })
    void areRemoved(String path, String expected) {
        assertThat(Redirects.removedFrom(path)).isEqualTo(expected);
    }
}
