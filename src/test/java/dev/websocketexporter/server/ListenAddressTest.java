package dev.websocketexporter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {":10115", "127.0.0.1:0", "[::1]:9999", "exporter.example.com:65535"})
    void addressesAreParsedAndPrintedAsTheyWere(String text) {
        assertThat(ListenAddress.parse(text)).hasToString(text);
    }

    @Test
    void partsAreTold() {
        assertThat(ListenAddress.parse(":10115")).isEqualTo(new ListenAddress(null, 10115));
        assertThat(ListenAddress.parse("[::1]:9999")).isEqualTo(new ListenAddress("::1", 9999));
        assertThat(ListenAddress.parse("127.0.0.1:0")).isEqualTo(new ListenAddress("127.0.0.1", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "10115, is not a listen address",
        "localhost, is not a listen address",
        "http://x, has no port from 0 to 65535",
        ":, has no port from 0 to 65535",
        ":65536, has no port from 0 to 65535",
        ":-1, has no port from 0 to 65535",
        ":http, has no port from 0 to 65535",
        "::1:9999, has more than one colon outside of brackets",
        "[::1], is not a listen address",
        "[1.2.3.4]:80, has no IPv6 address between its brackets",
        "[1::2::3]:80, has no IPv6 address between its brackets",
        "a b:80, is not a listen address",
    })
    void whatIsNoAddressIsRefusedWithOneLine(String text, String what) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" " + what
                        + " (expected: [HOST]:PORT such as :10115, 127.0.0.1:10115 or [::1]:10115)");
    }
}
