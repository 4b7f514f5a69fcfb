package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.config.web.ServerTls.ClientAuthentication;
import dev.websocketexporter.config.web.ServerTls.Curve;
import dev.websocketexporter.config.web.ServerTls.Order;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.module.TlsVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each key of a web configuration, and each mistake with its line and column. */
class WebConfigurationTest extends WebConfigurationStage {
    @Test
    void everyKeyIsRead() throws Exception {
        WebConfiguration web = load(PAIR + """
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: ca.pem
                  client_allowed_sans: [prometheus.example, 192.0.2.1]
                  min_version: TLS12
                  max_version: TLS12
                  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]
                  prefer_server_cipher_suites: false
                  curve_preferences: [CurveP384, X25519]
                http_server_config:
                  http2: false
                  headers:
                    Content-Security-Policy: default-src 'self'
                    X-Frame-Options: deny
                    X-Content-Type-Options: nosniff
                    X-XSS-Protection: 1
                    Strict-Transport-Security: max-age=31536000
                basic_auth_users:
                  prom: %s
                rate_limit: {interval: 1s, burst: 5}
                """.formatted(HASH));

        ServerTls tls = web.tls();
        assertThat(tls).isNotNull();
        assertThat(tls.clients()).isEqualTo(ClientAuthentication.REQUIRE_AND_VERIFY_CLIENT_CERT);
        assertThat(tls.clientCas()).containsExactly(authority.certificate());
        assertThat(tls.clientSans()).containsExactlyInAnyOrder("prometheus.example", "192.0.2.1");
        assertThat(tls.minVersion()).isEqualTo(TlsVersion.TLS12);
        assertThat(tls.maxVersion()).isEqualTo(TlsVersion.TLS12);
        assertThat(tls.cipherSuites()).hasSize(2);
        assertThat(tls.order()).isEqualTo(Order.CLIENT);
        assertThat(tls.curves()).containsExactlyInAnyOrder(Curve.P384, Curve.X25519);
        assertThat(web.offersHttp2()).isFalse();
        assertThat(web.headers()).hasSize(5).containsEntry("X-XSS-Protection", "1");
        assertThat(web.users()).containsOnlyKeys("prom");
        assertThat(web.rateLimit()).isEqualTo(new WebConfiguration.RateLimit(Duration.ofSeconds(1), 5));
        assertThat(web.files())
                .containsExactlyInAnyOrder(
                        directory.resolve("server.pem"), directory.resolve("server.key"), directory.resolve("ca.pem"));
    }

    @Test
    void exampleLoadsAndItsPasswordIsTheOneThatItNames() throws Exception {
        WebConfiguration web = load(Files.readString(Path.of("examples", "web", "web-config.example.yml")));

        assertThat(web.tls().clientSans()).containsExactly("prometheus.example.com");
        assertThat(web.users().get("prometheus").matches("secret".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void whatIsNotThereIsAsWithTheToolkit() throws Exception {
        WebConfiguration web = load(PAIR);

        assertThat(web.tls().clients()).isEqualTo(ClientAuthentication.NO_CLIENT_CERT);
        assertThat(web.tls().minVersion()).isEqualTo(TlsVersion.TLS12);
        assertThat(web.tls().maxVersion()).isEqualTo(TlsVersion.TLS13);
        assertThat(web.tls().clientSans()).isNull();
        assertThat(web.tls().order()).isEqualTo(Order.SERVER);
        assertThat(web.offersHttp2()).isTrue();
        assertThat(web.users()).isEmpty();
        assertThat(web.rateLimit()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "tls_server_config:\n",
                "tls_server_config: {min_version: TLS13}\n",
                "rate_limit: {interval: 0, burst: 0}\n",
                "http_server_config: {headers: {X-XSS-Protection: ''}}\n"
            })
    void whatAsksForNothingIsPlainHttp(String yaml) throws Exception {
        WebConfiguration web = load(yaml);

        assertThat(web.tls()).isNull();
        assertThat(web.headers()).isEmpty();
        assertThat(web.rateLimit()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void eachKindOfClientAuthenticationIsRead(ClientAuthentication kind) throws Exception {
        assertThat(load(PAIR + "  client_auth_type: " + kind.label() + "\n")
                        .tls()
                        .clients())
                .isEqualTo(kind);
    }

    @Test
    void certificatesCanStandInTheFileItself() throws Exception {
        WebConfiguration web = load("tls_server_config:\n  cert: |\n" + indented(identity.certificatePem())
                + "  key: |\n" + indented(identity.keyPem())
                + "  client_auth_type: RequireClientCert\n  client_ca: |\n" + indented(authority.certificatePem()));

        assertThat(web.tls().identity().chain()).containsExactly(identity.certificate());
        assertThat(web.tls().clients()).isEqualTo(ClientAuthentication.REQUIRE_ANY_CLIENT_CERT);
        assertThat(web.tls().clientCas()).containsExactly(authority.certificate());
    }

    private static String indented(String pem) {
        return pem.indent(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "junk | 1:1: the file is a single value",
                "tls_server_config: {cert_fil: x} | 1:21: tls_server_config.cert_fil: unknown field (did you mean \"cert_file\"?)",
                "cert_file: x | 1:1: cert_file: unknown field (did you mean \"tls_server_config.cert_file\"?)",
                "tls_server_config: {cert_file: server.pem} | 1:20: tls_server_config.key_file: missing (expected: key_file or key besides",
                "tls_server_config: {key_file: server.key} | 1:20: tls_server_config.cert_file: missing",
                "tls_server_config: {client_auth_type: NoClientCert} | 1:20: tls_server_config.cert_file: missing",
                "tls_server_config: {cert_file: none.pem, key_file: server.key} | 1:32: tls_server_config.cert_file: ",
                "tls_server_config: {cert_file: server.pem, key_file: other.key} | 1:44: tls_server_config.key_file: the key does not belong to the certificate",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: Maybe} | 1:84: tls_server_config.client_auth_type: \"Maybe\" is not a kind of client authentication (expected: one of NoClientCert, RequestClientCert, ",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, client_ca_file: ca.pem} | 1:66: tls_server_config.client_ca_file: is there although no client is asked for a certificate",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: RequestClientCert, client_allowed_sans: []} | 1:103: tls_server_config.client_allowed_sans: is empty",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, max_version: TLS11} | 1:66: tls_server_config.max_version: leaves no version, from TLS12 to TLS11",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, min_version: SSL3} | 1:79: tls_server_config.min_version: \"SSL3\" is not a TLS version",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]} | 1:82: tls_server_config.cipher_suites[0]: \"TLS_RSA_WITH_RC4_128_SHA\" is not a cipher suite that Go calls secure",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]} | 1:66: tls_server_config.cipher_suites: has no cipher suite that HTTP/2 requires",
                "tls_server_config: {cert_file: server.pem, key_file: server.key, curve_preferences: [CurveP257]} | 1:86: tls_server_config.curve_preferences[0]: \"CurveP257\" is not an elliptic curve (expected: one of CurveP256, CurveP384, CurveP521, X25519)",
                "http_server_config: {http2: maybe} | 1:29: http_server_config.http2: \"maybe\" is neither true nor false",
                "http_server_config: {headers: {Server: x}} | 1:32: http_server_config.headers.Server: cannot be set (expected: one of Content-Security-Policy, ",
                "http_server_config: {headers: {x-frame-options: deny}} | 1:32: http_server_config.headers.x-frame-options: cannot be set",
                "http_server_config: {headers: {X-Frame-Options: DENY}} | 1:49: http_server_config.headers.X-Frame-Options: \"DENY\" is not a value of this header field (expected: one of deny, sameorigin)",
                "http_server_config: {headers: {X-Content-Type-Options: sniff}} | 1:56: http_server_config.headers.X-Content-Type-Options: \"sniff\" is not",
                "basic_auth_users: {alice: doe} | 1:27: basic_auth_users.alice: is no hash of bcrypt",
                "basic_auth_users: {a: $2y$31$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG} | 1:23: basic_auth_users.a: has a cost of 31, with which a comparison takes minutes to days (expected: a cost of at most 20; 10 is usual)",
                "basic_auth_users: {a: $2y$10$!bcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG} | 1:23: basic_auth_users.a: is a hash of bcrypt that is cut off or altered (expected: ",
                "basic_auth_users: {'a:b': doe} | 1:20: basic_auth_users.\"a:b\": holds a colon, which no user can send",
                "basic_auth_users: [a] | 1:19: basic_auth_users: is a list (expected: a mapping of users",
                "rate_limit: {interval: 1s} | 1:13: rate_limit.burst: is 0, so that every request would be refused",
                "rate_limit: {interval: 5, burst: 1} | 1:24: rate_limit.interval: \"5\" has no unit",
                "rate_limit: {interval: 1s, burst: -1} | 1:35: rate_limit.burst: ",
            })
    void mistakeIsToldWithItsPlace(String yaml, String message) throws Exception {
        write("other.key", other.keyPem());

        assertThat(mistakes(yaml).get(0)).startsWith(directory.resolve("web.yml") + ":" + message);
    }

    /** The head of an answer would not hold it, and so no request would be answered. */
    @Test
    void headerFieldIsNoLongerThanAnAnswerCanHold() throws Exception {
        String field = "http_server_config: {headers: {X-XSS-Protection: " + "x".repeat(2049) + "}}\n";

        assertThat(mistakes(field).get(0))
                .endsWith("http_server_config.headers.X-XSS-Protection: has 2049 characters (expected: at most 2048)");
    }

    @Test
    void allMistakesAreToldAtOnceInTheirOrder() throws Exception {
        assertThat(mistakes("tls_server_config: {cert_fil: x}\nbasic_auth_users: {a: b}\nrate_limits: {}\n"))
                .extracting(line -> line.substring(line.indexOf(".yml:") + 5).split(" ", 2)[0])
                .containsExactly("1:21:", "2:23:", "3:1:");
    }

    @Test
    void noMessageShowsAHash() throws Exception {
        assertThat(mistakes("basic_auth_users: {a: " + HASH + "x}"))
                .hasSize(1)
                .noneMatch(line -> line.contains("abcdef"));
    }

    @Test
    void lowVersionIsRaisedWithAWarning() throws Exception {
        LiveWebConfiguration live = live(PAIR + "  min_version: TLS10\n");

        assertThat(live.get().tls().minVersion()).isEqualTo(TlsVersion.TLS12);
        assertThat(live.loaded().warnings()).singleElement().asString().contains(":4:3: ", "TLS10 is not offered");
    }

    @ParameterizedTest
    @CsvSource({
        "NoClientCert,has no effect",
        "RequestClientCert,protects from nobody",
        "RequireAnyClientCert,protects from nobody",
        "VerifyClientCertIfGiven,",
        "RequireAndVerifyClientCert,"
    })
    void namesOfClientsThatNobodySignsAreAWarning(String kind, @Nullable String warning) throws Exception {
        List<String> warnings = live(PAIR + "  client_auth_type: " + kind + "\n  client_allowed_sans: [a.example]\n")
                .loaded()
                .warnings();

        assertThat(warnings).hasSize(warning == null ? 0 : 1);
        assertThat(warnings).allMatch(line -> line.contains(":5:3: tls_server_config.client_allowed_sans: " + warning));
    }

    private WebConfiguration load(String yaml) throws Exception {
        return live(yaml).get();
    }
}
