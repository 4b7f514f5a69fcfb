package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.Grant;
import dev.websocketexporter.testkit.RsaKeys;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of {@code oauth2}, which are those of Prometheus. */
class OAuth2KeysTest {
    private static final String ASSERTION =
            "grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_certificate_key_file: rsa.key";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeTheKey() throws IOException {
        Files.writeString(directory.resolve("rsa.key"), RsaKeys.PEM);
        Files.writeString(directory.resolve("ec.key"), Pem.KEY);
    }

    @Test
    void anAssertionHasItsKeys() throws ConfigurationException {
        OAuth2 oauth = oauth(ASSERTION + ", client_certificate_key_id: one, signature_algorithm: RS512, iss: us,"
                + " audience: them, claims: {tenant: blue, level: 3, roles: [a, null]}");

        Grant.JwtBearer jwt = (Grant.JwtBearer) oauth.grant();
        assertThat(jwt.keyId()).isEqualTo("one");
        assertThat(jwt.algorithm()).isEqualTo(Grant.Algorithm.RS512);
        assertThat(jwt.issuer()).isEqualTo("us");
        assertThat(jwt.audience()).isEqualTo("them");
        assertThat(jwt.claims()).containsEntry("tenant", "blue").containsEntry("level", new BigDecimal(3));
    }

    @Test
    void theTokenServerHasAProxyOfItsOwn() throws ConfigurationException {
        OAuth2 oauth = oauth("client_secret: s, proxy_url: 'http://proxy.example:3128', no_proxy: a.example,"
                + " proxy_connect_header: {X-A: [b]}");

        assertThat(oauth.proxy().proxy()).hasToString("http://proxy.example:3128");
        assertThat(oauth.proxy().noProxy().text()).isEqualTo("a.example");
        assertThat(oauth.proxy().connectHeaders()).hasSize(1);
        assertThat(oauth("client_secret: s, proxy_from_environment: true")
                        .proxy()
                        .fromEnvironment())
                .isTrue();
    }

    @Test
    void keysOfTheOtherGrantAreIgnoredWithAWarning() throws ConfigurationException {
        assertThat(load("client_secret: s, iss: me, claims: {a: b}").warnings())
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning).endsWith("ignored: it belongs to another grant_type"));
        assertThat(load(ASSERTION + ", client_secret: s").warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client_secret_ref: a | client_secret_ref: needs a secret manager, and there is none, as in blackbox_exporter
            grant_type: password, client_secret: s | grant_type: "password" is no grant known here (expected: client_credentials or
            grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' | client_certificate_key: missing (expected: client_certificate_key or
            grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_certificate_key_file: ec.key | holds a key of the kind EC (expected: a file with a private RSA key
            grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_certificate_key_file: rsa.key, signature_algorithm: ES256 | "ES256" is no algorithm known here (expected: RS256, RS384 or RS512)
            client_secret: s, proxy_url: proxy.example | oauth2.proxy_url: has no scheme
            client_secret: s, no_proxy: a | oauth2.no_proxy: is there without a proxy
            """)
    void whatCannotWorkIsAMistake(String keys, String message) {
        assertThatThrownBy(() -> load(keys)).hasMessageContaining(message);
    }

    @Test
    void aTokenUrlThatCannotBeFetchedFromIsAMistakeAtItsPlace() {
        for (String[] bad : List.of(
                new String[] {"http://[fe80::1%25eth0]/token", "token_url: has an IPv6 address with a zone"},
                new String[] {"http://[fe80::1%eth0]/token", "token_url: has an IPv6 address with a zone"},
                new String[] {
                    "https://login.example.com/" + "x".repeat(2_048),
                    "token_url: has 2074 characters (expected: at most"
                },
                new String[] {"https://login.example.com:0/", "token_url: has no host, or a port that is none"},
                new String[] {"https://login..example.com/", "token_url: has "})) {
            assertThatThrownBy(() -> Yaml.load("modules: {m: {websocket: {http_config: {oauth2: {client_id: a,"
                            + " client_secret: b, token_url: '" + bad[0] + "'}}}}}"))
                    .hasMessageStartingWith("config.yml:1:93: ")
                    .hasMessageContaining(bad[1]);
        }
    }

    @Test
    void aTokenUrlMayHaveANameBeyondAscii() throws ConfigurationException {
        assertThat(Yaml.load("modules: {m: {websocket: {http_config: {oauth2: {client_id: a, client_secret: b,"
                                + " token_url: 'https://straße.example/token'}}}}}")
                        .configuration()
                        .modules())
                .hasSize(1);
    }

    private OAuth2 oauth(String keys) throws ConfigurationException {
        return (OAuth2) load(keys).configuration().modules().get("m").upgrade().credentials();
    }

    private Loaded load(String keys) throws ConfigurationException {
        String yaml = "modules: {m: {websocket: {http_config: {oauth2: {client_id: me,"
                + " token_url: 'https://login.example.com/token', " + keys + "}}}}}";
        return Yaml.load(yaml.getBytes(StandardCharsets.UTF_8), directory);
    }
}
