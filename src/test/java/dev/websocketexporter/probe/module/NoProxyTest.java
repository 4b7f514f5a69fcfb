package dev.websocketexporter.probe.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.target.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language of {@code no_proxy}, after golang.org/x/net/http/httpproxy. */
class NoProxyTest {
    @ParameterizedTest(name = "\"{0}\" and {1}: {2}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                // nothing said
                "''|ws://example.com/|false",
                "' '|ws://127.0.0.1/|false",
                "','|ws://example.com/|false",
                // everything
                "*|ws://example.com/|true",
                "'foo, *'|ws://203.0.113.1/|true",
                // names
                "example.com|ws://example.com/|true",
                "example.com|wss://sub.example.com/|true",
                "example.com|ws://a.b.example.com/|true",
                "example.com|ws://notexample.com/|false",
                "example.com|ws://example.com.evil.test/|false",
                "EXAMPLE.com|ws://example.COM/|true",
                ".example.com|ws://example.com/|false",
                ".example.com|ws://sub.example.com/|true",
                "*.example.com|ws://example.com/|false",
                "*.example.com|ws://sub.example.com/|true",
                "'a.test, ,b.test '|ws://b.test/|true",
                // ports
                "example.com:80|ws://example.com/|true",
                "example.com:80|wss://example.com/|false",
                "example.com:443|wss://example.com/|true",
                "example.com:8080|ws://sub.example.com:8080/|true",
                ".example.com:8080|ws://sub.example.com:8081/|false",
                ":80|ws://example.com/|false",
                // addresses match only targets that are addresses
                "192.0.2.1|ws://192.0.2.1/|true",
                "192.0.2.1|ws://192.0.2.2/|false",
                "192.0.2.1:80|ws://192.0.2.1/|true",
                "192.0.2.1:80|ws://192.0.2.1:81/|false",
                "192.0.2.0/24|ws://192.0.2.77/|true",
                "192.0.2.0/24|ws://192.0.3.1/|false",
                "2001:db8::1|ws://[2001:db8::1]/|true",
                "2001:db8::/32|ws://[2001:db8:1::1]/|true",
                "[2001:db8::1]:80|ws://[2001:db8::1]/|true",
                "[2001:db8::1]:80|ws://[2001:db8::1]:81/|false",
                "192.0.2.0/24|ws://example.com/|false",
                "2.1|ws://192.0.2.1/|false",
                // with a list, loopback is never proxied
                "example.com|ws://localhost/|true",
                "example.com|ws://127.0.0.1:8080/|true",
                "example.com|ws://127.5.6.7/|true",
                "example.com|ws://[::1]/|true"
            })
    void choosesAsGoDoes(String list, String target, boolean direct) throws Exception {
        assertThat(new NoProxy(list).matches(Target.parse(target))).isEqualTo(direct);
    }
}
