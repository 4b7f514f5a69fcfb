package dev.websocketexporter.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.resolve.ResolvConf.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in {@code resolv.conf}; in the texts, {@code /} is a line break and {@code ~} a tab. */
class ResolvConfTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nameserver 192.0.2.1                                    | 192.0.2.1",
                "nameserver 192.0.2.1/                                   | 192.0.2.1",
                "nameserver~192.0.2.1~# mine                             | 192.0.2.1",
                "nameserver 192.0.2.1 ; mine                             | 192.0.2.1",
                "nameserver 192.0.2.1 192.0.2.2                          | 192.0.2.1",
                "  nameserver   192.0.2.1                                | 192.0.2.1",
                "nameserver 2001:db8::1                                  | 2001:db8::1",
                "nameserver ::1                                          | ::1",
                "nameserver fe80::1%lo                                   | fe80::1%1",
                "nameserver fe80::1%1                                    | fe80::1%1",
                "nameserver ::ffff:192.0.2.1                             | 192.0.2.1",
                "nameserver 127.1                                        | 127.0.0.1",
                "nameserver 192.0.2.1/nameserver 192.0.2.1               | 192.0.2.1 192.0.2.1",
                "nameserver 192.0.2.3/nameserver 192.0.2.1/nameserver ::1 | 192.0.2.3 192.0.2.1 ::1",
                "# nameserver 192.0.2.9/;nameserver 192.0.2.9/nameserver 192.0.2.1 | 192.0.2.1",
                "nameserver 192.0.2.1/search a.test/options rotate/domain b.test | 192.0.2.1",
                "sortlist 192.0.2.0/lookup file bind/options edns0 trust-ad/nameserver 192.0.2.1 | 192.0.2.1",
                "                                                        | 127.0.0.1",
                "# empty                                                 | 127.0.0.1",
            })
    void serversAreRead(String text, String servers) {
        ResolvConf conf = parse(text);
        assertThat(shown(conf)).isEqualTo(List.of(servers.split(" ")));
        assertThat(conf.servers()).allMatch(server -> server.getPort() == 53);
        assertThat(conf.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nameserver fe80::1%eth99 | nameserver \"fe80::1%eth99\" is left out: there is no network interface \"eth99\"",
                "nameserver fe80::1%      | nameserver \"fe80::1%\" is left out: there is no network interface \"\"",
                "nameserver 192.0.2.1%lo  | nameserver \"192.0.2.1%lo\" is left out: an IPv4 address has no zone such as \"lo\"",
                "nameserver nil           | nameserver \"nil\" is no address and is left out",
                "nameserver 127.0.0.1:53  | nameserver \"127.0.0.1:53\" has a port, which it cannot have and is left out",
                "nameserver [::1]         | nameserver \"[::1]\" is no address and is left out",
                "nameserver [::1]:53      | nameserver \"[::1]:53\" is no address and is left out",
                "nameserver 192.0.2.256   | nameserver \"192.0.2.256\" is no address and is left out",
                "nameserver 192.0.2.1.    | nameserver \"192.0.2.1.\" is no address and is left out",
                "nameserver 192.0.2.1#c   | nameserver \"192.0.2.1#c\" is no address and is left out",
                "nameserver ns.test       | nameserver \"ns.test\" is no address and is left out",
                "nameserver               | nameserver has no address",
                "nameserver # none        | nameserver has no address",
                "nameservers 192.0.2.1    | keyword \"nameservers\" is unknown",
                "Nameserver 192.0.2.1     | keyword \"Nameserver\" is unknown",
            })
    void lineThatCannotBeUsedIsWarnedAboutAndLoopbackIsAsked(String text, String warning) {
        ResolvConf conf = parse(text);
        assertThat(shown(conf)).containsExactly("127.0.0.1");
        assertThat(conf.warnings()).hasSize(2);
        assertThat(conf.warnings().get(0)).startsWith("/etc/resolv.conf:1: " + warning);
        assertThat(conf.warnings().get(1))
                .isEqualTo("/etc/resolv.conf names no name server that can be asked; 127.0.0.1 is asked, see"
                        + " resolv.conf(5)");
    }

    @Test
    void usableLinesBesideOthersAreUsed() {
        ResolvConf conf = parse("nameserver nil/nameserver 192.0.2.2/nameserver fe80::1%eth99");
        assertThat(shown(conf)).containsExactly("192.0.2.2");
        assertThat(conf.warnings()).hasSize(2);
        assertThat(conf.warnings().get(1)).startsWith("/etc/resolv.conf:3: ");
    }

    @Test
    void threeServersAreAskedAndOnlyUsableOnesCount() {
        ResolvConf conf = parse("nameserver nil/nameserver 192.0.2.1/nameserver 192.0.2.2/nameserver 192.0.2.3/"
                + "nameserver 192.0.2.4/nameserver 192.0.2.5");
        assertThat(shown(conf)).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
        assertThat(conf.warnings()).hasSize(3);
        assertThat(conf.warnings().get(1)).contains(":5: nameserver \"192.0.2.4\" is the 4th or a later one");
    }

    @Test
    void withoutAFileLoopbackIsAsked() {
        ResolvConf conf = ResolvConfParser.parse(null, "/etc/resolv.conf", "host.example.com", Map.of());
        assertThat(shown(conf)).containsExactly("127.0.0.1");
        assertThat(conf.search()).containsExactly("example.com");
        assertThat(conf.warnings().get(0)).isEqualTo("there is no /etc/resolv.conf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search a.test b.test               | a.test b.test",
                "search a.test. B.Test              | a.test b.test",
                "search~a.test~~b.test # c.test     | a.test b.test",
                "domain a.test b.test               | a.test",
                "search a.test b.test/domain c.test | c.test",
                "domain c.test/search a.test b.test | a.test b.test",
                "search a.test/search b.test        | b.test",
                "search a.test/search               | a.test",
                "search .                           | ''",
                "search . a.test                    | a.test",
                "search straße.test                 | xn--strae-oqa.test",
                "nameserver 192.0.2.1               | host.domain",
            })
    void searchListIsRead(String text, String search) {
        ResolvConf conf = ResolvConfParser.parse(
                text.replace('/', '\n').replace('~', '\t'), "/etc/resolv.conf", "this.host.domain", Map.of());
        assertThat(String.join(" ", conf.search())).isEqualTo(search);
        assertThat(conf.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a..test", ".a", "-%", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "⒈ä"})
    void searchDomainThatIsNoNameIsLeftOut(String domain) {
        ResolvConf conf = parse("search " + domain + " good.test");
        assertThat(conf.search()).containsExactly("good.test");
        assertThat(conf.warnings()).hasSize(2).first().asString().contains(":1: search domain ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "options ndots:0                          | 0  | 5  | 2",
                "options ndots:5 timeout:1 attempts:4     | 5  | 1  | 4",
                "options ndots:5/options timeout:1        | 5  | 1  | 2",
                "options ndots:2/options ndots:3          | 3  | 5  | 2",
                "options ndots:99 timeout:99 attempts:99  | 15 | 30 | 5",
                "options timeout:0 attempts:0             | 1  | 1  | 1",
                "options~timeout:3~# attempts:5           | 1  | 3  | 2",
            })
    void numbersAreRead(String text, int ndots, int timeout, int attempts) {
        ResolvConf conf = parse(text);
        assertThat(conf.ndots()).isEqualTo(ndots);
        assertThat(conf.timeout()).isEqualTo(Duration.ofSeconds(timeout));
        assertThat(conf.attempts()).isEqualTo(attempts);
        assertThat(conf.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ndots:", "ndots:x", "ndots:-1", "timeout:1s", "attempts:99999999999", "rotat", "timeout=1"})
    void optionThatCannotBeUsedIsWarnedAbout(String option) {
        ResolvConf conf = parse("nameserver 192.0.2.1/options rotate " + option);
        assertThat(conf.options()).containsExactly(Option.ROTATE);
        assertThat(conf.ndots()).isEqualTo(1);
        assertThat(conf.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(conf.warnings()).hasSize(1).first().asString().startsWith("/etc/resolv.conf:2: option \"");
    }

    @Test
    void optionsAreRead() {
        assertThat(parse("options rotate use-vc no-aaaa no-tld-query").options())
                .containsExactlyInAnyOrder(Option.values());
        assertThat(parse("options usevc").options()).containsExactly(Option.USE_VC);
    }

    @Test
    void environmentComesAfterTheFile() {
        ResolvConf conf = ResolvConfParser.parse(
                "search a.test\noptions ndots:2 timeout:3",
                "/etc/resolv.conf",
                "",
                Map.of("LOCALDOMAIN", "b.test c.test", "RES_OPTIONS", "ndots:4 bogus"));
        assertThat(conf.search()).containsExactly("b.test", "c.test");
        assertThat(conf.ndots()).isEqualTo(4);
        assertThat(conf.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(conf.warnings()).first().isEqualTo("environment variable RES_OPTIONS: option \"bogus\" is unknown");
    }

    @Test
    void windowsLineEndsAByteOrderMarkAndNulsDoNoHarm() {
        ResolvConf conf = ResolvConfParser.parse(
                "\uFEFFnameserver 192.0.2.1\r\nsearch a.test\r\n\u0000\u0000", "/etc/resolv.conf", "", Map.of());
        assertThat(shown(conf)).containsExactly("192.0.2.1");
        assertThat(conf.search()).containsExactly("a.test");
        assertThat(conf.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, a, a a.one a.two",
        "1, a, a.one a.two a",
        "1, a.b, a.b a.b.one a.b.two",
        "2, a.b, a.b.one a.b.two a.b",
        "5, a.b.c.d.e, a.b.c.d.e.one a.b.c.d.e.two a.b.c.d.e",
        "5, a., a",
        "0, a.b., a.b",
    })
    void candidatesAreInTheOrderOfGlibcAndGo(int ndots, String host, String candidates) {
        ResolvConf conf = parse("search one two/options ndots:" + ndots);
        assertThat(conf.candidates(host)).isEqualTo(Arrays.asList(candidates.split(" ")));
    }

    @Test
    void candidateThatIsTooLongForANameIsNone() {
        String host = String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(55));
        assertThat(parse("search one.test longer.test").candidates(host)).containsExactly(host);
        assertThat(parse("search x").candidates(host)).containsExactly(host, host + ".x");
    }

    private static ResolvConf parse(String text) {
        return ResolvConfParser.parse(
                text == null ? "" : text.replace('/', '\n').replace('~', '\t'), "/etc/resolv.conf", "host", Map.of());
    }

    private static List<String> shown(ResolvConf conf) {
        return conf.servers().stream().map(ServerConduct::shown).toList();
    }
}
