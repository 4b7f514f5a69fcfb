package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.Grant;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.RsaKeys;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens by a signed assertion, the way to their server, and credentials in the place of a subprotocol. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class OAuthAssertionIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final Recording target = new Recording();
    private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    private final List<RequestHead> heads = new CopyOnWriteArrayList<>();
    private GridWorld world;
    private NettyProber prober;
    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        stage = new Stage(world);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
        prober.close();
        world.close();
    }

    @ParameterizedTest
    @EnumSource
    void anAssertionIsSignedAsTheModuleSays(Grant.Algorithm algorithm) throws Exception {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("tenant", "blue");
        claims.put("level", new BigDecimal(3));
        String url = asking(new Grant.JwtBearer(key(), "one", algorithm, "us", "them", claims), ProxySettings.NONE);

        ProbeResult result = Probing.end(prober, stage.plain(target.upgrading()));

        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(target.first().headers("Authorization")).containsExactly("Bearer t1");
        assertThat(heads.get(0).header("Authorization")).isEmpty();
        assertThat(forms.get(0))
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .containsEntry("scope", "read write")
                .containsEntry("p", "q")
                .doesNotContainKey("client_id");
        String jwt = forms.get(0).get("assertion");
        assertThat(header(jwt).toString()).isEqualTo("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"one\"}");
        JsonNode said = part(jwt, 1);
        assertThat(said.path("iss").asText()).isEqualTo("us");
        assertThat(said.path("sub").asText()).isEqualTo("me");
        assertThat(said.path("aud").asText()).isEqualTo("them");
        assertThat(said.path("scope").asText()).isEqualTo("read write");
        assertThat(said.path("tenant").asText()).isEqualTo("blue");
        assertThat(said.path("level").asInt()).isEqualTo(3);
        assertThat(said.path("exp").asLong() - said.path("iat").asLong()).isEqualTo(600);
        assertThat(said.path("jti").asText()).hasSize(36);
        assertThat(isSigned(jwt, algorithm)).isTrue();
        assertThat(result.log().toString()).doesNotContain(jwt.substring(jwt.lastIndexOf('.')));
        assertThat(url).isNotEmpty();
    }

    @Test
    void whatIsNotSaidIsTheClientAndTheTokenServer() throws Exception {
        String url = asking(
                new Grant.JwtBearer(key(), null, Grant.Algorithm.RS256, null, null, Map.of()), ProxySettings.NONE);

        assertThat(Probing.end(prober, stage.plain(target.upgrading())).failure())
                .isNull();

        JsonNode said = part(forms.get(0).get("assertion"), 1);
        assertThat(said.path("iss").asText()).isEqualTo("me");
        assertThat(said.path("aud").asText()).isEqualTo(url);
        assertThat(header(forms.get(0).get("assertion")).has("kid")).isFalse();
    }

    @Test
    void theTokenIsFetchedThroughItsOwnProxy() throws Exception {
        try (HonestProxy proxy = HonestProxy.http()) {
            ProxySettings way = new ProxySettings(
                    Proxy.parse(proxy.url("")),
                    NoProxy.NONE,
                    false,
                    List.of(new RequestHeader("X-Way", List.of(new Value.Hidden(new Secret("through"))))));
            asking(new Grant.ClientCredentials(new Value.Hidden(new Secret("s3cret"))), way);

            ProbeResult result = Probing.end(prober, stage.plain(target.upgrading()));

            assertThat(result.failure()).as("%s", result.log()).isNull();
            assertThat(proxy.asked()).hasSize(1);
            assertThat(proxy.heads().get(0).headers("X-Way")).containsExactly("through");
            assertThat(target.first().headers("Authorization")).containsExactly("Bearer t1");
        }
    }

    @Test
    void aProxyThatIsDownFailsTheFetchAndSaysSo() throws Exception {
        ProxySettings way =
                new ProxySettings(Proxy.parse("http://127.0.0.1:" + stage.deadPort()), NoProxy.NONE, false, List.of());
        asking(new Grant.ClientCredentials(new Value.Hidden(new Secret("s3cret"))), way);

        assertThat(String.valueOf(
                        Probing.end(prober, stage.plain(target.upgrading())).failure()))
                .startsWith("auth/authentication_setup: token_url http://127.0.0.1:")
                .contains("proxy");
    }

    @Test
    void aCredentialAmongTheSubprotocolsIsSentAndShownNowhere() throws Exception {
        stage.with(stage.module()
                .with(new UpgradeSettings(
                        List.of(new RequestHeader(
                                "Sec-WebSocket-Protocol",
                                List.of(
                                        new Value.Plain("v5.channel.k8s.io"),
                                        new Value.Hidden(new Secret("bearer.dG9rZW4="))))),
                        null,
                        List.of(),
                        null,
                        false)));

        ProbeResult selected = Probing.end(prober, stage.plain(selecting("bearer.dG9rZW4=")));
        ProbeResult plain = Probing.end(prober, stage.plain(selecting("v5.channel.k8s.io")));
        ProbeResult other = Probing.end(prober, stage.plain(selecting("other")));

        assertThat(target.first().headers("Sec-WebSocket-Protocol"))
                .containsExactly("v5.channel.k8s.io, bearer.dG9rZW4=");
        assertThat(selected.failure()).isNull();
        assertThat(selected.upgrade().subprotocol()).isEqualTo("<secret>");
        assertThat(plain.upgrade().subprotocol()).isEqualTo("v5.channel.k8s.io");
        assertThat(String.valueOf(other.failure()))
                .startsWith("processing/unexpected_subprotocol: ")
                .endsWith("(offered: v5.channel.k8s.io, <secret>)");
        assertThat(selected.log().toString() + other.log() + selected + other).doesNotContain("dG9rZW4");
    }

    private Script selecting(String subprotocol) {
        return target.answering(head -> UpgradeAnswer.to(head)
                .text()
                .replaceFirst("\r\n\r\n", "\r\nSec-WebSocket-Protocol: " + subprotocol + "\r\n\r\n"));
    }

    private static Value key() {
        return new Value.Hidden(new Secret(RsaKeys.PEM));
    }

    private String asking(Grant grant, ProxySettings proxy) throws IOException {
        ScriptedServer server = stage.server(ScriptedServer.plain(peer -> {
            RequestHead head = peer.readHead();
            heads.add(head);
            int length = Integer.parseInt(head.header("Content-Length").orElseThrow());
            forms.add(form(new String(peer.read(length), StandardCharsets.US_ASCII)));
            String body = "{\"access_token\":\"t1\",\"expires_in\":3600}";
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }));
        String url = "http://127.0.0.1:" + server.port() + "/token";
        stage.credentials(new Credentials.OAuth2(
                "me",
                grant,
                URI.create(url),
                List.of("read", "write"),
                Map.of("p", new Secret("q")),
                TlsSettings.DEFAULT,
                proxy));
        return url;
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String field : body.split("&")) {
            int equals = field.indexOf('=');
            form.put(
                    URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static JsonNode header(String jwt) throws IOException {
        return part(jwt, 0);
    }

    private static JsonNode part(String jwt, int index) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[index]));
    }

    private static boolean isSigned(String jwt, Grant.Algorithm algorithm) throws Exception {
        byte[] der = Base64.getMimeDecoder().decode(RsaKeys.PEM.replaceAll("-----[^-]+-----", ""));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der));
        PublicKey verifying = factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        String bits = algorithm.name().substring(2);
        Signature signature = Signature.getInstance("SHA" + bits + "withRSA");
        signature.initVerify(verifying);
        int dot = jwt.lastIndexOf('.');
        signature.update(jwt.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(jwt.substring(dot + 1)));
    }
}
