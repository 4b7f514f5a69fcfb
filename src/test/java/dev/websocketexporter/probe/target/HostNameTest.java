package dev.websocketexporter.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Host names by IDNA 2008, as browsers map them. */
class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        // What IDNA 2003 maps to another host (crawler-commons#608).
        "straße.test, xn--strae-oqa.test",
        "faß.test, xn--fa-hia.test",
        "βόλος.test, xn--nxasmm1c.test",
        "ΒΌΛΟΣ.test, xn--nxasmq6b.test",
        "نامه‌ای.test, xn--mgba3gch31f060k.test",
        "ශ්‍රී.test, xn--10cl1a0b660p.test",
        // What both map alike.
        "STRASSE.test, strasse.test",
        "Bücher.Test, xn--bcher-kva.test",
        "BÜCHER.test., xn--bcher-kva.test.",
        "日本語。jp, xn--wgv71a119e.jp",
        "a\u0308.test, xn--4ca.test",
        "ｅｘａｍｐｌｅ.test, example.test",
        "ex\u00ADample.test, example.test",
        "ﬁ.test, fi.test",
        "faß_1.test, xn--fa_1-wna.test",
        // Names that browsers take, though registries do not.
        "☃.test, xn--n3h.test",
        "😀.test, xn--e28h.test",
        "-ä.test, xn----0fa.test",
        "ab--ä.test, xn--ab---ooa.test",
        "שלום.test, xn--9dbne9b.test",
        // Percent-encoded UTF-8, as Go takes it.
        "stra%C3%9Fe.test, xn--strae-oqa.test",
        "%e6%97%a5%E6%9C%AC.test, xn--wgv71a.test",
        // What is ASCII stays as it is.
        "xn--strae-oqa.test, xn--strae-oqa.test",
        "XN--STRAE-OQA.test, xn--strae-oqa.test",
        "xn--a.test, xn--a.test",
        "a_b.test, a_b.test",
    })
    void isMapped(String name, String ascii) throws Exception {
        assertThat(Target.parse("wss://" + name + "/").host()).isEqualTo(ascii);
        assertThat(HostAndPort.parse(name + ":8080", "hostname").host()).isEqualTo(ascii);
        assertThat(HostName.parse(name, "it")).isEqualTo(ascii);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "⒈ä.test   | the character U+2488 may be in no host name",
                "a\uFFFDb.test | the character U+FFFD may be in no host name",
                "שa.test   | a label mixes letters written from left to right and from right to left (RFC 5893)",
                "a\u200Db.test | a zero-width joiner stands where nothing is joined (RFC 5892, appendix A)",
                "\u0301a.test | a label begins with a combining mark",
                "ä..test   | nothing is left between two of its dots",
                "ä.\u00AD.test | nothing is left between two of its dots",
                "xn--a.ä.test | a label with xn-- stands for nothing",
            })
    void whatHasNoAsciiFormIsRefusedInWords(String name, String why) {
        assertThatThrownBy(() -> Target.parse("wss://" + name + "/"))
                .isInstanceOf(InvalidTargetException.class)
                .hasMessage("target has a host that has no ASCII form: " + why
                        + " (expected: a name by IDNA 2008, or its form with xn--)");
    }

    @ParameterizedTest
    @CsvSource({"a%41.test", "stra%C3e.test", "stra%9Fe.test", "a%2eb.test", "a%.test", "a%zz.test"})
    void percentEncodedAsciiAndWhatIsNoUtf8AreRefused(String name) {
        assertThatThrownBy(() -> Target.parse("wss://" + name + "/"))
                .hasMessageStartingWith("target has a host that is no host name");
    }

    @Test
    void labelOrNameThatIsTooLongInAsciiIsRefused() {
        assertThatThrownBy(() -> HostName.parse("ä".repeat(64) + ".test", "hostname"))
                .hasMessageContaining("a label has more than 63 characters there");
        assertThatThrownBy(() -> HostName.parse("ä.".repeat(60) + "test", "hostname"))
                .hasMessageContaining("it has more than 253 characters there");
    }

    @Test
    void addressInOtherDigitsIsAnAddress() throws Exception {
        assertThat(Target.parse("ws://１２７。０.0.1/").address()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "straße.test, straße.test, true",
        "straße.test, strasse.test, false",
        "strasse.test, straße.test, false",
        "*.straße.test, a.straße.test, true",
        "*.straße.test, straße.test, false",
        "STRAẞE.test, straße.test, true",
        "xn--strae-oqa.test, straße.test, true",
        "*。straße。test, a.straße.test, true",
    })
    void policyEntriesAreMappedToo(String entry, String host, boolean matches) throws Exception {
        assertThat(PolicyEntry.parse(entry)
                        .matchesName(Target.parse("wss://" + host + "/").host()))
                .isEqualTo(matches);
    }

    @Test
    void policyEntryThatCannotBeMappedIsRefused() {
        assertThatThrownBy(() -> PolicyEntry.parse("*.⒈ä.test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the character U+2488 may be in no host name");
        assertThatThrownBy(() -> PolicyEntry.parse("stra*ße.test")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "straße.test, straße.test, true",
        "straße.test, a.straße.test, true",
        ".straße.test, straße.test, false",
        "*.straße.test, a.straße.test, true",
        "straße.test:443, straße.test, true",
        "straße.test:444, straße.test, false",
        "straße.test, strasse.test, false",
        "⒈ä.test, straße.test, false",
    })
    void noProxyIsMappedToo(String noProxy, String host, boolean matches) throws Exception {
        assertThat(new NoProxy(noProxy).matches(Target.parse("wss://" + host + "/")))
                .isEqualTo(matches);
    }
}
