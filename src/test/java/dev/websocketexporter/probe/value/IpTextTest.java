package dev.websocketexporter.probe.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "fe80::00ab%1, fe80::ab",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
    })
    void isShortAsInRfc5952(String address, String text) throws UnknownHostException {
        InetAddress parsed = InetAddress.getByName(address.indexOf(':') < 0 ? address : "[" + address + "]");

        assertThat(IpText.of(parsed)).isEqualTo(text);
    }
}
