package dev.websocketexporter.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which targets may be probed. */
class PolicyTest {
    @ParameterizedTest
    @CsvSource({
        "*.example.com, a.example.com, true",
        "*.example.com, A.B.Example.COM., true",
        "*.example.com, example.com, false",
        "*.example.com, a.example.comx, false",
        "example.com, example.com., true",
        "example.com., example.com, true",
        "Example.COM, example.com, true",
        "example.com, exampleXcom, false",
        "*, anything, true",
        "web-*, web-1.internal, true",
        "10.*, 10.0.0.1, true",
        "192.0.2.1, 192.0.2.1, false"
    })
    void aGlobMatchesNames(String entry, String host, boolean matches) {
        assertThat(PolicyEntry.parse(entry).matchesName(host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.0, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "::1, ::1, true",
        "::/0, 192.0.2.1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "*.example.com, 192.0.2.1, false"
    })
    void aNetworkMatchesAddresses(String entry, String address, boolean matches) throws UnknownHostException {
        assertThat(PolicyEntry.parse(entry).matchesAddress(InetAddress.getByName(address)))
                .isEqualTo(matches);
    }

    @Test
    void anAddressMappedIntoIpv6IsTheAddressThatItIs() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 169, (byte) 254, (byte) 169, (byte) 254};
        InetAddress address = Inet6Address.getByAddress(null, mapped, -1);

        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(PolicyEntry.parse("169.254.0.0/16").matchesAddress(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0",
                "1.2.3.4.5",
                "1.2.3.",
                "256.0.0.1",
                "010.0.0.1",
                "fe80::/129",
                "fe80::1%eth0",
                "example.com:80",
                "www.example.com:80",
                "[::1]",
                ":::",
                "*.example.com/8",
                "https://example.com",
                "*ü.example"
            })
    void whatIsNeitherIsRefused(String entry) {
        assertThatThrownBy(() -> PolicyEntry.parse(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a policy entry: \"" + entry + "\" (expected: a host glob such as *.example.com, an"
                        + " address, or a network such as 10.0.0.0/8)");
    }

    @Test
    void theDefaultDeniesLinkLocalAddresses() throws InvalidTargetException, UnknownHostException {
        assertThat(host(TargetPolicy.DEFAULT, "169.254.169.254"))
                .isEqualTo("address 169.254.169.254 is forbidden by target_policy.deny:" + " 169.254.0.0/16");
        assertThat(host(TargetPolicy.DEFAULT, "0xa9fea9fe")).contains("169.254.0.0/16");
        assertThat(host(TargetPolicy.DEFAULT, "[::ffff:169.254.169.254]")).contains("169.254.0.0/16");
        assertThat(host(TargetPolicy.DEFAULT, "[fe80::1]"))
                .isEqualTo("address fe80::1 is forbidden by target_policy.deny: fe80::/10");
        assertThat(host(TargetPolicy.DEFAULT, "localhost")).isNull();
        assertThat(addresses(TargetPolicy.DEFAULT, "metadata.example", "192.0.2.1", "169.254.169.254"))
                .isEqualTo("address 169.254.169.254 of host metadata.example is forbidden by target_policy.deny:"
                        + " 169.254.0.0/16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::a9fe:a9fe",
                "2002:a9fe:a9fe::",
                "2002:a9fe:a9fe::1",
                "::a9fe:a9fe",
                "::ffff:0:a9fe:a9fe"
            })
    void anAddressThatIsTurnedIntoADeniedOneOnTheWayIsDenied(String address)
            throws InvalidTargetException, UnknownHostException {
        assertThat(host(TargetPolicy.DEFAULT, "[" + address + "]"))
                .endsWith(" is forbidden by target_policy.deny: 169.254.0.0/16");
        assertThat(addresses(TargetPolicy.DEFAULT, "metadata.example", address))
                .endsWith(" of host metadata.example is forbidden by target_policy.deny: 169.254.0.0/16");
        assertThat(host(policy(List.of("169.254.0.0/16"), List.of()), "[" + address + "]"))
                .endsWith(" is not in target_policy.allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "::", "2001:db8::a9fe:a9fe", "64:ff9b::c000:201", "2003:a9fe:a9fe::"})
    void anAddressThatEmbedsNoneOrAnotherOneIsNot(String address) throws InvalidTargetException {
        assertThat(host(policy(List.of(), List.of("169.254.0.0/16", "0.0.0.0/8")), "[" + address + "]"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0",
                "0.0",
                "0x0",
                "00.0x0.0.0",
                "0.0.0.0.",
                "[::]",
                "[::0.0.0.0]",
                "[::ffff:0:0]",
                "[::ffff:0.0.0.0]",
                "[64:ff9b::]",
                "[2002::1]",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "127.1",
                "127.0.0.1.",
                "127.255.255.254",
                "0177.0.0.1",
                "2130706433",
                "0x7f000001",
                "１２７.0.0.1",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b:1:7f00:0:100::]",
                "[64:ff9b:1:7f:0:1::]",
                "[64:ff9b:1:0:7f:0:100:0]",
                "[2002:7f00:1::]",
                "[2001:0:7f00:1::]",
                "[2001::80ff:fffe]",
                "[2001:db8::5efe:127.0.0.1]",
                "[fe80::200:5efe:127.0.0.1]"
            })
    void whatEndsUpOnTheLoopbackInterfaceIsDeniedWithIt(String host) throws InvalidTargetException {
        assertThat(host(policy(List.of(), List.of("127.0.0.0/8", "::1")), host))
                .contains(" is forbidden by target_policy.deny: ");
        assertThat(host(policy(List.of("192.0.2.0/24"), List.of()), host)).endsWith(" is not in target_policy.allow");
    }

    @Test
    void answerOfANameServerThatMeansTheLoopbackInterfaceIsDeniedWithIt() throws Exception {
        TargetPolicy policy = policy(List.of(), List.of("127.0.0.0/8", "::1"));
        assertThat(addresses(policy, "a.example", "0.0.0.0"))
                .endsWith(" of host a.example is forbidden by" + " target_policy.deny: 127.0.0.0/8");
        assertThat(addresses(policy, "a.example", "::"))
                .endsWith(" of host a.example is forbidden by target_policy.deny: ::1");
        assertThat(addresses(policy, "a.example", "0.0.0.1")).isNull();
    }

    @Test
    void mappedNetworkIsTheIpv4NetworkThatItIs() throws UnknownHostException {
        assertThat(PolicyEntry.parse("::ffff:0:0/96").matchesAddress(InetAddress.getByName("192.0.2.1")))
                .isTrue();
        assertThat(PolicyEntry.parse("::ffff:127.0.0.0/104").matchesAddress(InetAddress.getByName("127.9.9.9")))
                .isTrue();
        assertThat(PolicyEntry.parse("::ffff:127.0.0.0/104").matchesAddress(InetAddress.getByName("128.0.0.1")))
                .isFalse();
        assertThatThrownBy(() -> PolicyEntry.parse("::ffff:0:0/95")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void denyWinsOverAllow() throws InvalidTargetException, UnknownHostException {
        TargetPolicy policy = policy(List.of("*.example.com"), List.of("bad.example.com", "10.0.0.0/8"));

        assertThat(host(policy, "bad.example.com"))
                .isEqualTo("host bad.example.com is forbidden by target_policy.deny: bad.example.com");
        assertThat(host(policy, "good.example.com")).isNull();
        assertThat(addresses(policy, "good.example.com", "192.0.2.1")).isNull();
        assertThat(addresses(policy, "good.example.com", "10.0.0.1")).contains("target_policy.deny: 10.0.0.0/8");
    }

    @Test
    void withNamesAloneAllowedOtherNamesAreRefusedBeforeTheLookup() throws InvalidTargetException {
        TargetPolicy policy = policy(List.of("*.example.com"), List.of());

        assertThat(host(policy, "example.org")).isEqualTo("host example.org is not in target_policy.allow");
        assertThat(host(policy, "192.0.2.1")).isEqualTo("address 192.0.2.1 is not in target_policy.allow");
    }

    @Test
    void withAddressesAllowedAllOfAHostMustBeThere() throws InvalidTargetException, UnknownHostException {
        TargetPolicy policy = policy(List.of("192.0.2.0/24", "2001:db8::/32"), List.of());

        assertThat(host(policy, "example.org")).isNull();
        assertThat(host(policy, "192.0.2.1")).isNull();
        assertThat(addresses(policy, "example.org", "192.0.2.1", "2001:db8::1")).isNull();
        assertThat(addresses(policy, "example.org", "192.0.2.1", "198.51.100.1"))
                .isEqualTo("address 198.51.100.1 of host example.org is not in target_policy.allow");
    }

    @Test
    void behindAProxyOnlyANameAllowsAName() throws InvalidTargetException {
        TargetPolicy policy = policy(List.of("192.0.2.0/24", "*.example.com"), List.of("bad.example.com"));

        assertThat(behindProxy(policy, "example.org"))
                .isEqualTo("host example.org is not in target_policy.allow by its name,"
                        + " and its addresses are the proxy's to find");
        assertThat(behindProxy(policy, "good.example.com")).isNull();
        assertThat(behindProxy(policy, "bad.example.com")).contains("target_policy.deny: bad.example.com");
        assertThat(behindProxy(policy, "192.0.2.1")).isNull();
        assertThat(behindProxy(policy, "198.51.100.1")).isEqualTo("address 198.51.100.1 is not in target_policy.allow");
        assertThat(behindProxy(TargetPolicy.DEFAULT, "example.org")).isNull();
    }

    private static String behindProxy(TargetPolicy policy, String host) throws InvalidTargetException {
        return policy.refusalBehindProxy(Target.parse("ws://" + host + "/"));
    }

    private static TargetPolicy policy(List<String> allow, List<String> deny) {
        return new TargetPolicy(
                allow.stream().map(PolicyEntry::parse).toList(),
                deny.stream().map(PolicyEntry::parse).toList());
    }

    private static String host(TargetPolicy policy, String host) throws InvalidTargetException {
        return policy.refusalOfHost(Target.parse("ws://" + host + "/"));
    }

    private static String addresses(TargetPolicy policy, String host, String... addresses)
            throws InvalidTargetException, UnknownHostException {
        InetAddress[] parsed = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            parsed[i] = InetAddress.getByName(addresses[i]);
        }
        return policy.refusalOfAddresses(Target.parse("ws://" + host + "/"), Arrays.asList(parsed));
    }
}
