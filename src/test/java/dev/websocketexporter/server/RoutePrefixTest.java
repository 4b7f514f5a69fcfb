package dev.websocketexporter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePrefixTest {
    private static final URI EXTERNAL = URI.create("https://example.com/exporter/");

    @ParameterizedTest
    @CsvSource({"/, ''", "'', ''", "/ws, /ws", "ws/, /ws", "/a/b/, /a/b"})
    void prefixIsNormalised(String given, String expected) {
        assertThat(RoutePrefix.of(given, EXTERNAL)).isEqualTo(expected);
    }

    @Test
    void pathOfTheExternalUrlIsTheDefault() {
        assertThat(RoutePrefix.of(null, EXTERNAL)).isEqualTo("/exporter");
        assertThat(RoutePrefix.of(null, URI.create("https://example.com"))).isEmpty();
        assertThat(RoutePrefix.of(null, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/a b", "/{x}", "/a//b", "/*", "/<x>", "/a?b"})
    void whatIsNoPathIsRefused(String given) {
        assertThatThrownBy(() -> RoutePrefix.of(given, null))
                .hasMessage("\"" + given + "\" is not a route prefix (expected: a path such as /websocket,"
                        + " of letters, digits, dots, hyphens, underscores, tildes)");
    }
}
