package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a redirect leads. */
class RedirectsTest {
    /** RFC 3986 §5.4, as far as a path of HTTP can say it; fragments are cut off. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "g, /b/c/g",
                "./g, /b/c/g",
                "g/, /b/c/g/",
                "/g, /g",
                "?y, /b/c/d;p?y",
                "g?y, /b/c/g?y",
                "#s, /b/c/d;p?q",
                "g#s, /b/c/g",
                "g?y#s, /b/c/g?y",
                ";x, /b/c/;x",
                "g;x, /b/c/g;x",
                "g;x?y#s, /b/c/g;x?y",
                "\"\", /b/c/d;p?q",
                "., /b/c/",
                "./, /b/c/",
                ".., /b/",
                "../, /b/",
                "../g, /b/g",
                "../.., /",
                "../../, /",
                "../../g, /g",
                "../../../g, /g",
                "../../../../g, /g",
                "/./g, /g",
                "/../g, /g",
                "g., /b/c/g.",
                ".g, /b/c/.g",
                "g.., /b/c/g..",
                "..g, /b/c/..g",
                "./../g, /b/g",
                "./g/., /b/c/g/",
                "g/./h, /b/c/g/h",
                "g/../h, /b/c/h",
                "g;x=1/./y, /b/c/g;x=1/y",
                "g;x=1/../y, /b/c/y",
                "g?y/./x, /b/c/g?y/./x",
                "g?y/../x, /b/c/g?y/../x",
                "g#s/../x, /b/c/g",
                "//a/g/../h, /h",
                "ws://a/./g, /g"
            })
    void referencesAreResolvedAsTheRfcSays(String reference, String expected) throws Exception {
        assertThat(follow("ws://a/b/c/d;p?q", reference)).isEqualTo(Target.parse("ws://a" + expected));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://a/, //b/x, ws://b/x",
        "wss://a/, //b/x, wss://b/x",
        "ws://a:8080/, /x, ws://a:8080/x",
        "ws://[::1]:8080/, /x, ws://[::1]:8080/x",
        "ws://a/, http://b:81/x, ws://b:81/x",
        "ws://a/, https://b/x, wss://b:443/x",
        "ws://a/, WSS://B/x, wss://b/x",
        "wss://a/, https://b, wss://b/",
        "ws://a/b?u=http://c/d, e, ws://a/e",
        "ws://a/, x?u=http://c/d, ws://a/x?u=http://c/d"
    })
    void schemeAndAuthorityAreThoseOfTheReferenceOrOfTheBase(String base, String reference, String expected)
            throws Exception {
        assertThat(follow(base, reference)).isEqualTo(Target.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g:h", "http:g", "mailto:x@b.test", "ftp://b/", "//", "///x", "ws://b:99999/", "//u:p@b/"})
    void whatIsNoTargetIsRefused(String reference) {
        assertThatThrownBy(() -> follow("ws://a/b", reference))
                .isInstanceOf(ProbeFailedException.class)
                .hasMessageStartingWith("processing/redirect_refused: a redirect to \"");
    }

    @Test
    void aSecretInTheQueryIsNotShown() {
        assertThatThrownBy(() -> follow("ws://a/b", "ftp://b/?token=t0ken"))
                .hasMessageContaining("?token=<secret>")
                .hasMessageNotContaining("t0ken");
        assertThatThrownBy(() -> follow("wss://a/b", "ws://b/?token=t0ken"))
                .hasMessage("processing/redirect_refused: a redirect from wss to ws: ws://b/?token=<secret>");
    }

    @Test
    void withoutLocationItIsRefused() {
        assertThatThrownBy(() -> follow("ws://a/b", null))
                .hasMessage("processing/redirect_refused: a redirect without Location");
    }

    @Test
    void onlyFiveStatusCodesAreRedirects() {
        for (int status = 100; status < 600; status++) {
            boolean expected = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
            assertThat(Redirects.isRedirect(status)).as("%d", status).isEqualTo(expected);
        }
    }

    private static Target follow(String base, @Nullable String location) throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse(base), ProbeModule.withDefaults("m"), null, TargetPolicy.DEFAULT, Duration.ofSeconds(1));
        return Redirects.follow(request.policy(), RedirectHop.first(request, null), location);
    }
}
