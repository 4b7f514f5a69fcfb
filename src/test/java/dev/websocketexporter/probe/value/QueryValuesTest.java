package dev.websocketexporter.probe.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryValuesTest {
    @ParameterizedTest
    @CsvSource({
        "ws://h/a, ws://h/a",
        "ws://h/a?, ws://h/a?",
        "ws://h/a?token=b, ws://h/a?token=<secret>",
        "ws://h/a?a=b&c=d;e=f, ws://h/a?a=<secret>&c=<secret>;e=<secret>",
        "ws://h/a?a=b=c, ws://h/a?a=<secret>",
        "ws://h/a?a=b?c=d, ws://h/a?a=<secret>",
        "ws://h/a?b, ws://h/a?<secret>",
        "ws://h/a?b&c=d, ws://h/a?<secret>&c=<secret>",
        "ws://h/a?c=d&b, ws://h/a?c=<secret>&<secret>",
        "ws://h/a?b/c, ws://h/a?<secret>",
        "ws://h/a?dG9rZW4=, ws://h/a?<secret>",
        "ws://h/a?dG9rZQ==, ws://h/a?<secret>",
        "ws://h/a?=b, ws://h/a?=<secret>",
        "ws://h/a?a=b&&c=d, ws://h/a?a=<secret>&&c=<secret>",
        "ws://h/a#access_token=b, ws://h/a#access_token=<secret>",
        "ws://h/a?a=$1\\, ws://h/a?a=<secret>",
        "ws://h/a?$filter=b, ws://h/a?$filter=<secret>",
        "ws://h/a?$0=b, ws://h/a?$0=<secret>",
        "ws://h/a?\\a=b, ws://h/a?\\a=<secret>",
        "?a=b#c?d=e, ?a=<secret>#c?d=<secret>"
    })
    void everyValueIsHiddenAndNamesAreNot(String url, String hidden) {
        assertThat(QueryValues.hideIn(url)).isEqualTo(hidden);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"Did you mean subscribe?\",\"code\":4401}",
                "{\"error\":\"subscribe?\"}",
                "Did you mean subscribe? code 4401",
                "why?because",
                "what? no # of them",
                "ticket #4401",
                "a ? b : c",
                "(?i)upgrade",
                "color: #ff0000",
                "1/2 done? yes",
                "/a/b?"
            })
    void questionThatIsNoUrlStaysReadable(String text) {
        assertThat(QueryValues.hideInText(text)).isEqualTo(text);
        assertThat(Printable.quotedAscii(text)).doesNotContain("<secret>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /chat?token=hush HTTP/1.1             | GET /chat?token=<secret> HTTP/1.1
            no ws://h/a?b&c=d, sorry? yes             | no ws://h/a?<secret>&c=<secret> sorry? yes
            see "/a?hush" and '/b?c=hush'             | see "/a?<secret>" and '/b?c=<secret>'
            <a href="?token=hush">why?</a>            | <a href="?token=<secret>">why?</a>
            /cb#access_token=hush&x=y                 | /cb#access_token=<secret>&x=<secret>
            {"url":"\\/a?b=hush\\u0026c=hush","d":1}  | {"url":"\\/a?b=<secret>","d":1}
            /a?token%3dhush                           | /a?<secret>
            sure? ?q=hush                             | sure? ?q=<secret>
            """)
    void queriesOfUrlsInATextAreHidden(String text, String shown) {
        assertThat(QueryValues.hideInText(text.replace("\\\\", "\\"))).isEqualTo(shown.replace("\\\\", "\\"));
    }
}
