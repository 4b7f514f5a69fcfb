package dev.websocketexporter.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.IpProtocol;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void addressesAreChosenByPreferenceAndFallback() throws Exception {
        InetAddress four = InetAddress.getByName("192.0.2.1");
        InetAddress six = InetAddress.getByName("2001:db8::1");
        List<InetAddress> both = List.of(four, six, InetAddress.getByName("192.0.2.2"));
        assertThat(Addresses.choose(both, IpProtocol.IP6, true)).isEqualTo(new Addresses(both, six, four));
        assertThat(Addresses.choose(both, IpProtocol.IP4, true)).isEqualTo(new Addresses(both, four, six));
        assertThat(Addresses.choose(both, IpProtocol.IP4, false)).isEqualTo(new Addresses(both, four, null));
        assertThat(Addresses.choose(List.of(four), IpProtocol.IP6, true))
                .isEqualTo(new Addresses(List.of(four), four, null));
        assertThat(Addresses.choose(List.of(four), IpProtocol.IP6, false)).isNull();
    }
}
