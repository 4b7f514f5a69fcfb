package dev.websocketexporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::1, ::1",
        "::, ::",
        "1::, 1::",
        "fe80::1%1, fe80::1",
        "2001:0DB8::0017, 2001:db8::17",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    })
    void addressesAreSpelledAsRfc5952Recommends(String given, String expected) throws UnknownHostException {
        assertThat(AddressText.of(InetAddress.getByName(given))).isEqualTo(expected);
    }
}
