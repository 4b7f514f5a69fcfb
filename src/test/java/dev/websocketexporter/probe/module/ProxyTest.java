package dev.websocketexporter.probe.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The URL of a proxy, the environment's proxies, and that none of it shows a secret. */
class ProxyTest {
    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128, HTTP, proxy.example, 3128",
        "http://proxy.example, HTTP, proxy.example, 80",
        "HTTPS://Proxy.Example/, HTTPS, proxy.example, 443",
        "socks5://192.0.2.1, SOCKS5, 192.0.2.1, 1080",
        "socks5h://[2001:db8::1]:1081, SOCKS5, 2001:db8::1, 1081"
    })
    void kindHostAndPortAreRead(String url, Proxy.Kind kind, String host, int port) throws Exception {
        Proxy proxy = Proxy.parse(url);

        assertThat(proxy.kind()).isEqualTo(kind);
        assertThat(proxy.address().host()).isEqualTo(host);
        assertThat(proxy.port()).isEqualTo(port);
        assertThat(proxy.login()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:pass@p, user, pass",
        "http://user@p, user, ''",
        "http://user:@p, user, ''",
        "http://u%40v:p%3Aw%25@p, u@v, p:w%",
        "http://u:a+b@p, u, a+b",
        "http://u:p@ss@p, u, p@ss",
        "socks5://u:p:q@p, u, p:q"
    })
    void theLoginIsPercentDecoded(String url, String user, String password) throws Exception {
        Proxy.Login login = Proxy.parse(url).login();

        assertThat(login).isNotNull();
        assertThat(login.username().reveal()).isEqualTo(user);
        assertThat(login.password().reveal()).isEqualTo(password);
        assertThat(Proxy.parse(url).toString()).contains("://<secret>@p:").doesNotContain(user + ":");
        assertThat(login).hasToString("Login[username=<secret>, password=<secret>]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "marker",
                "marker:3128",
                "://marker",
                "ftp://marker",
                "socks4://marker",
                "http://",
                "http://u:marker@",
                "http://u:marker@host:0",
                "http://u:marker@host:99999",
                "http://u:marker@host:x",
                "http://u:marker@h/x",
                "http://u:marker@h?x",
                "http://u:marker@h#x",
                "http://u:marker%zz@host",
                "http://u:marker@ho st"
            })
    void whatIsNoneIsRefusedWithoutShowingIt(String url) {
        assertThatThrownBy(() -> Proxy.parse(url))
                .isInstanceOf(InvalidTargetException.class)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains("(expected: ").doesNotContain("marker", "\n"));
    }

    @Test
    void aLoginThatSocksCannotCarryIsRefused() throws Exception {
        String fits = "ü".repeat(127) + "x";
        for (String login : List.of(fits + "x:p", "u:" + fits + "x")) {
            assertThatThrownBy(() -> Proxy.parse("socks5://" + login + "@p"))
                    .isInstanceOf(InvalidTargetException.class)
                    .hasMessage("proxy URL has a user name or a password of more than 255 bytes, which SOCKS5 cannot"
                            + " carry (expected: such as http://user:password@proxy.example:3128)");
            assertThat(Proxy.parse("http://" + login + "@p").login()).isNotNull();
        }
        assertThat(Proxy.parse("socks5://" + fits + ":" + fits + "@p").login()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "HTTP_PROXY=http://a:1, ws://x.test/, http://a:1",
                "HTTP_PROXY=http://a:1, wss://x.test/, -",
                "HTTPS_PROXY=http://a:1, wss://x.test/, http://a:1",
                "HTTPS_PROXY=http://a:1, ws://x.test/, -",
                "http_proxy=http://a:1, ws://x.test/, http://a:1",
                "https_proxy=a:1, wss://x.test/, http://a:1",
                "HTTP_PROXY=http://a:1;http_proxy=http://b:2, ws://x.test/, http://a:1",
                "HTTP_PROXY=;http_proxy=http://b:2, ws://x.test/, http://b:2",
                "HTTP_PROXY=http://a:1;NO_PROXY=x.test, ws://x.test/, -",
                "HTTP_PROXY=http://a:1;NO_PROXY=;no_proxy=x.test, ws://x.test/, -",
                "HTTP_PROXY=http://a:1;no_proxy=y.test, ws://x.test/, http://a:1",
                "HTTP_PROXY=http://a:1, ws://localhost/, -",
                "HTTP_PROXY=http://a:1, ws://127.0.0.1/, -",
                "HTTP_PROXY=http://a:1, ws://[::1]/, -",
                "HTTP_PROXY=http://a:1, ws://192.0.2.1/, http://a:1",
                "HTTP_PROXY=socks5://a, ws://x.test/, socks5://a:1080",
                "OTHER=x, ws://x.test/, -"
            })
    void theEnvironmentChooses(String variables, String target, @Nullable String proxy) throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(";")) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }

        Proxy chosen = ProxyEnvironment.of(environment).proxyFor(Target.parse(target));

        assertThat(chosen == null ? null : chosen.toString()).isEqualTo(proxy);
    }

    @Test
    void aWrongVariableIsNamedAsItIsWritten() {
        assertThatThrownBy(() -> ProxyEnvironment.of(Map.of("https_proxy", "ftp://marker")))
                .isInstanceOf(InvalidTargetException.class)
                .hasMessageStartingWith("environment variable https_proxy: ")
                .hasMessageNotContaining("marker");
    }

    @Test
    void theModulesProxyIsLeftOutForWhatNoProxyNames() throws Exception {
        Proxy proxy = Proxy.parse("http://a:1");
        ProxySettings settings = new ProxySettings(proxy, new NoProxy("x.test"), false, List.of());
        ProxySettings all = new ProxySettings(proxy, NoProxy.NONE, false, List.of());

        assertThat(settings.proxyFor(Target.parse("ws://x.test/"), ProxyEnvironment.EMPTY))
                .isNull();
        assertThat(settings.proxyFor(Target.parse("ws://y.test/"), ProxyEnvironment.EMPTY))
                .isEqualTo(proxy);
        assertThat(all.proxyFor(Target.parse("ws://127.0.0.1/"), ProxyEnvironment.EMPTY))
                .isEqualTo(proxy);
    }

    @Test
    void nothingThatIsSecretPrintsItsText() throws Exception {
        Secret secret = new Secret("marker");
        Value hidden = new Value.Hidden(secret);

        assertThat(secret).hasToString("<secret>");
        for (Object holder : List.of(
                hidden,
                new Credentials.Basic(new Value.Plain("u"), hidden),
                new Credentials.Authorization("Bearer", hidden),
                new Credentials.OAuth2(
                        "id", hidden, URI.create("http://t/"), List.of(), Map.of("p", secret), TlsSettings.DEFAULT),
                new RequestHeader("X", List.of(hidden)),
                Proxy.parse("http://u:marker@p"),
                new Value.InFile(Path.of("/run/x")))) {
            assertThat(holder.toString()).doesNotContain("marker");
        }
    }
}
