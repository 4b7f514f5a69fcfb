package dev.websocketexporter.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAndPortTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, ",
        "Example.com:8080, example.com, 8080",
        "192.0.2.1:1, 192.0.2.1, 1",
        "[2001:db8::1]:443, 2001:db8::1, 443",
        "[::], ::, "
    })
    void isAHostAndPerhapsAPort(String text, String host, Integer port) throws InvalidTargetException {
        HostAndPort parsed = HostAndPort.parse(text, "hostname");

        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.port()).isEqualTo(port);
    }

    @Test
    void onlyAnAddressHasOne() throws InvalidTargetException {
        assertThat(HostAndPort.parse("example.com", "hostname").address()).isNull();
        assertThat(HostAndPort.parse("[::1]", "hostname").address()).isNotNull();
        assertThat(HostAndPort.parse("192.0.2.1", "hostname").address()).isNotNull();
    }

    @Test
    void messagesCallItWhatTheCallerCallsIt() {
        assertThatThrownBy(() -> HostAndPort.parse("", "hostname"))
                .hasMessage("hostname has no host (expected: HOST or HOST:PORT)");
        assertThatThrownBy(() -> HostAndPort.parse("a b", "hostname")).hasMessageStartingWith("hostname has a host");
    }
}
