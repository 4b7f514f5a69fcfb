package dev.websocketexporter.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for the URL that is probed. */
class TargetTest {
    private static final String EXPECTED = " (expected: a ws:// or wss:// URL such as wss://example.com/chat)";

    @ParameterizedTest
    @CsvSource({
        "ws://example.com/chat, false, example.com, 80, /chat",
        "wss://example.com/chat, true, example.com, 443, /chat",
        "http://example.com/chat, false, example.com, 80, /chat",
        "https://example.com/chat, true, example.com, 443, /chat",
        "WSS://Example.COM/Chat, true, example.com, 443, /Chat",
        "Http://example.com, false, example.com, 80, /",
        "ws://example.com, false, example.com, 80, /",
        "ws://example.com?a=b, false, example.com, 80, /?a=b",
        "ws://example.com?a=/b, false, example.com, 80, /?a=/b",
        "ws://example.com:8080, false, example.com, 8080, /",
        "ws://example.com:1/, false, example.com, 1, /",
        "ws://example.com:65535/, false, example.com, 65535, /",
        "ws://example.com:/, false, example.com, 80, /",
        "wss://example.com:00443/, true, example.com, 443, /",
        "ws://example.com./, false, example.com., 80, /",
        "ws://under_score.internal/, false, under_score.internal, 80, /",
        "ws://bücher.example/, false, xn--bcher-kva.example, 80, /",
        "ws://BÜCHER.example/, false, xn--bcher-kva.example, 80, /",
        "ws://example。com/, false, example.com, 80, /",
        "ws://192.0.2.1:81/, false, 192.0.2.1, 81, /",
        "ws://[2001:db8:0:0:0:0:0:1]:81/, false, 2001:db8::1, 81, /",
        "ws://[2001:DB8::1]/, false, 2001:db8::1, 80, /",
        "ws://[::1]:/, false, ::1, 80, /",
        "ws://[::ffff:192.0.2.1]/, false, 192.0.2.1, 80, /"
    })
    void takesAUrlApart(String url, boolean secure, String host, int port, String requestTarget)
            throws InvalidTargetException {
        Target target = Target.parse(url);

        assertThat(target.secure()).isEqualTo(secure);
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.requestTarget()).isEqualTo(requestTarget);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0X7F.1",
                "0177.0.0.1",
                "127.0.0.1.",
                "127.0.0.１",
                "１２７.0.0.1",
                "127。0。0。1"
            })
    void everySpellingOfAnAddressIsThatAddress(String host) throws InvalidTargetException {
        Target target = Target.parse("ws://" + host + "/");

        assertThat(target.host()).isEqualTo("127.0.0.1");
        assertThat(target.address()).isNotNull();
        assertThat(target.hostHeader()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "1a", "127.0.0.1.example", "0xg", "a1", "1-1"})
    void aNameIsNoAddress(String host) throws InvalidTargetException {
        assertThat(Target.parse("ws://" + host).address()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2Fb%20c, /a%2Fb%20c",
        "/100%, /100%",
        "/?token=a%2Bb+c, /?token=a%2Bb+c",
        "/ü?q=ü, /%C3%BC?q=%C3%BC",
        "/\uD83D\uDE00, /%F0%9F%98%80",
        "/<a>\\^`{|}\", /%3Ca%3E%5C%5E%60%7B%7C%7D%22",
        "//a//b, //a//b",
        "/../a, /../a",
        "/a:b@c!$&'()*+;=-._~[], /a:b@c!$&'()*+;=-._~[]"
    })
    void whatARequestLineCanCarryIsSentAsItIs(String pathAndQuery, String requestTarget) throws InvalidTargetException {
        assertThat(Target.parse("ws://h" + pathAndQuery).requestTarget()).isEqualTo(requestTarget);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com/chat | target has no scheme" + EXPECTED,
                "ws:/example.com | target has no scheme" + EXPECTED,
                "//example.com | target has no scheme" + EXPECTED,
                "ftp://example.com | target has the scheme \"ftp\"" + EXPECTED,
                "example.com/?token=geheim&next=http://h | target has no scheme" + EXPECTED,
                "<script>://example.com | target has no scheme" + EXPECTED,
                "://example.com | target has the scheme \"\"" + EXPECTED,
                "ws:// | target has no host (expected: HOST or HOST:PORT)",
                "ws:///path | target has no host (expected: HOST or HOST:PORT)",
                "ws://?a=b | target has no host (expected: HOST or HOST:PORT)",
                "ws://:80/ | target has no host (expected: HOST or HOST:PORT)",
                "ws://h:0/ | target has the port \"0\" (expected: 1 to 65535)",
                "ws://h:65536/ | target has the port \"65536\" (expected: 1 to 65535)",
                "ws://h:99999999999/ | target has the port \"99999999999\" (expected: 1 to 65535)",
                "ws://h:-1/ | target has the port \"-1\" (expected: 1 to 65535)",
                "ws://h:８０/ | target has the port \"８０\" (expected: 1 to 65535)",
                "ws://h:http/ | target has the port \"http\" (expected: 1 to 65535)",
                "ws://h/#a | target has a fragment (#…), which no WebSocket URL may have" + EXPECTED,
                "ws://h# | target has a fragment (#…), which no WebSocket URL may have" + EXPECTED,
                "ws://me:guess@h/ | target has user info (…@), which would be sent nowhere; credentials belong in"
                        + " the module's http_config",
                "ws://@h/ | target has user info (…@), which would be sent nowhere; credentials belong in the"
                        + " module's http_config",
                "ws://h /a | target has a space or control character (U+0020) at position 7 (expected: none)",
                "ws://h/a\u00A0b | target has a space or control character (U+00A0) at position 9 (expected: none)",
                "ws://h/a\u007Fb | target has a space or control character (U+007F) at position 9 (expected: none)",
                "ws://h/a\u0000b | target has a space or control character (U+0000) at position 9 (expected: none)",
                "ws://::1/ | target has more than one colon in its host and port (expected: an IPv6 address in"
                        + " brackets, [::1]:8080)",
                "ws://[::1/ | target has an opening bracket without a closing one (expected: [::1])",
                "ws://[::1]80/ | target has something other than a port behind its closing bracket (expected: [::1]"
                        + " or [::1]:8080)",
                "ws://[]/ | target has no IPv6 address between its brackets (expected: one such as [2001:db8::1])",
                "ws://[dead]/ | target has no IPv6 address between its brackets (expected: one such as [2001:db8::1])",
                "ws://[1.2.3.4]/ | target has no IPv6 address between its brackets (expected: one such as"
                        + " [2001:db8::1])",
                "ws://[fe80::1%eth0]/ | target has an IPv6 address with a zone (expected: one without)",
                "ws://256.0.0.1/ | target has a host that ends in a number but is no IPv4 address (expected: one such"
                        + " as 192.0.2.1)",
                "ws://1.2.3.4.5/ | target has a host that ends in a number but is no IPv4 address (expected: one such"
                        + " as 192.0.2.1)",
                "ws://example.1/ | target has a host that ends in a number but is no IPv4 address (expected: one such"
                        + " as 192.0.2.1)",
                "ws://4294967296/ | target has a host that ends in a number but is no IPv4 address (expected: one such"
                        + " as 192.0.2.1)",
                "ws://08.0.0.1/ | target has a host that ends in a number but is no IPv4 address (expected: one such"
                        + " as 192.0.2.1)"
            })
    void refusesWhatIsNoWebSocketUrl(String url, String message) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOf(InvalidTargetException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", ".a", "a,b", "a\\b", "a%41", "ex*mple.com", "a|b", "xn--\uD83D\uDE00ü-", "."})
    void refusesWhatIsNoHostName(String host) {
        assertThatThrownBy(() -> Target.parse("ws://" + host + "/"))
                .isInstanceOf(InvalidTargetException.class)
                .hasMessage("target has a host that is no host name (expected: labels of letters, digits, hyphens and"
                        + " underscores, at most 63 characters each, 253 in all)");
    }

    @Test
    void aLabelHasAtMost63CharactersAndANameAtMost253() throws InvalidTargetException {
        String label = "a".repeat(63);
        String name = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(Target.parse("ws://" + name).host()).hasSize(253);
        assertThat(Target.parse("ws://" + name + ".").host()).hasSize(254);
        assertThatThrownBy(() -> Target.parse("ws://" + name + "a")).hasMessageContaining("253 in all");
        assertThatThrownBy(() -> Target.parse("ws://" + label + "a.example")).hasMessageContaining("at most 63");
    }

    @Test
    void aUrlHasAtMost2048Characters() throws InvalidTargetException {
        String url = "ws://example.com/" + "a".repeat(2048 - 17);

        assertThat(Target.parse(url).requestTarget()).hasSize(2048 - 16);
        assertThatThrownBy(() -> Target.parse(url + "a"))
                .hasMessage("target has 2049 characters (expected: at most 2048)");
    }

    @Test
    void anEmptyTargetIsToldSo() {
        assertThatThrownBy(() -> Target.parse("")).hasMessage("target is empty" + EXPECTED);
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatThrownBy(() -> Target.parse("ws://h/\uD83D"))
                .hasMessage("target has half a surrogate pair (expected: whole characters)");
    }

    @ParameterizedTest
    @CsvSource({
        "ws://example.com:80/, example.com",
        "ws://example.com:443/, example.com:443",
        "wss://example.com:443/, example.com",
        "wss://example.com:80/, example.com:80",
        "ws://[::1]:8080/, [::1]:8080",
        "ws://[0:0:0:0:0:0:0:1]/, [::1]"
    })
    void theHostHeaderHasAPortUnlessItIsTheSchemesOwn(String url, String header) throws InvalidTargetException {
        assertThat(Target.parse(url).hostHeader()).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?token=SECRET", "?a=b&token=SECRET", "?SECRET", "?a=b&SECRET", "?SECRET&a=b", "?SECRET=="})
    void noSecretOfTheQueryIsShown(String query) throws InvalidTargetException {
        assertThat(Target.parse("ws://h/" + query).toString())
                .startsWith("ws://h/?")
                .contains("<secret>")
                .doesNotContain("SECRET");
    }

    @Test
    void anyTextIsTakenOrRefusedButNothingElse() throws InvalidTargetException {
        Random random = new Random(6455);
        String alphabet = "ws:/[]@?#%.-_01x8aZüß。１\uD83D\uDE00\u0000 \u200B\\=&;";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder url = new StringBuilder("ws://");
            random.ints(random.nextInt(12), 0, alphabet.length()).forEach(at -> url.append(alphabet.charAt(at)));
            try {
                Target target = Target.parse(url.toString());
                assertThat(Target.parse(
                                (target.secure() ? "wss://" : "ws://") + target.hostHeader() + target.requestTarget()))
                        .as(url.toString())
                        .isEqualTo(target);
            } catch (InvalidTargetException e) {
                assertThat(e.getMessage()).startsWith("target ").doesNotContain("\n");
            }
        }
    }
}
