package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.FakeProber.FakeProbe;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe brings along for the {@code params} of its module. */
@Timeout(60)
class ProbeParamsIT {
    private static final String MODULES = """
            modules:
              websocket: {}
              chat:
                params: [subprotocol, origin, hostname, "header:X-Tenant"]
                websocket:
                  origin: https://own.example
                  subprotocols: [own]
                  headers: {x-tenant: own, X-Other: other}
              feed:
                params: ["step:subscribe"]
                websocket:
                  query_response:
                    - {name: subscribe, send: '{"id":"${param}"}'}
                    - {expect: ok}
            """;

    @TempDir
    private Path directory;

    private RunningServer running;

    @BeforeEach
    void start() throws Exception {
        running = RunningServer.start();
        running.configuration.current = configuration();
    }

    private Configuration configuration() throws Exception {
        Path file = Files.writeString(directory.resolve("config.yml"), MODULES);
        return new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class))
                .load()
                .configuration();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    /** Whoever makes a form for probes asks for them. */
    @Test
    void paramsOfEachModuleAreListed() throws Exception {
        assertThat(running.get("/api/v1/modules").body())
                .containsOnlyOnce("{\"name\":\"param_step_subscribe\",\"required\":true}")
                .containsOnlyOnce("{\"name\":\"param_header_x_tenant\",\"required\":false}")
                .contains("{\"name\":\"websocket\",\"configuration\":");
        assertThat(running.get("/").body())
                .contains("<option>websocket</option>")
                .contains("<option data-params=\"param_step_subscribe\">feed</option>");
    }

    /** Otherwise, nobody could tell the tenants of a target from each other. */
    @Test
    void rowsThatDifferInParamsAloneAreTold() throws Exception {
        running.probe("target=ws://a.test/&module=chat&param_header_x_tenant=hush1&param_origin=https://hush.test");
        running.probe("target=ws://a.test/&module=chat&param_header_x_tenant=hush2");
        running.probe("target=ws://a.test/&module=chat");

        assertThat(running.get("/api/v1/targets").body())
                .containsOnlyOnce("\"params\":[\"param_header_x_tenant\",\"param_origin\"]")
                .containsOnlyOnce("\"params\":[\"param_header_x_tenant\"]")
                .doesNotContain("hush");
        assertThat(running.get("/").body())
                .contains("<small>chat, with param_header_x_tenant, param_origin, row 1</small>")
                .contains("<small>chat, with param_header_x_tenant, row 2</small>")
                .contains("<small>chat</small>")
                .doesNotContain("hush");
    }

    /** A value may be a credential, and a body is in no log of a proxy. */
    @Test
    void paramsMayComeInABody() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = running.client.sendAsync(
                running.request("/api/v1/probe")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"target\": \"ws://a.test\", \"module\": \"feed\","
                                + " \"param_step_subscribe\": \"room-7\"}"))
                        .build(),
                BodyHandlers.ofString());
        FakeProbe probe = running.prober.next();
        probe.succeed();
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(probe.request().params().has("room-7")).isTrue();
    }

    private ProbeRequest requested(String query) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = running.getLater("/probe?target=ws://a.test&" + query);
        FakeProbe probe = running.prober.next();
        probe.succeed();
        assertThat(answer.get().statusCode()).isEqualTo(200);
        return probe.request();
    }

    @Test
    void valuesTakeThePlaceOfTheModulesOwn() throws Exception {
        ProbeRequest request = requested("module=chat&param_origin=https%3A%2F%2Fapp.example&param_subprotocol=a,+b"
                + "&param_header_x_tenant=acme&param_hostname=chat.example:8443");

        assertThat(request.module().upgrade().origin()).isNull();
        assertThat(request.module().upgrade().subprotocols()).isEmpty();
        assertThat(request.module().upgrade().headers())
                .containsExactlyInAnyOrder(
                        new RequestHeader("X-Other", List.of(new Value.Plain("other"))),
                        secret("Origin", "https://app.example"),
                        secret("Sec-WebSocket-Protocol", "a, b"),
                        secret("X-Tenant", "acme"));
        assertThat(request.hostOverride()).isEqualTo(new HostOverride("chat.example:8443", "chat.example"));
    }

    @Test
    void theyMayStandInTheBodyOfTheApiToo() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = posted("\"param_header_x_tenant\": \"acme\"");
        FakeProbe probe = running.prober.next();
        probe.succeed();

        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(probe.request().module().upgrade().headers()).contains(secret("X-Tenant", "acme"));
        assertThat(posted("\"param_cookie\": \"a=b\"").get().body())
                .contains("parameter \\\"param_cookie\\\" is not taken by module \\\"chat\\\" (expected: one of");
    }

    private CompletableFuture<HttpResponse<String>> posted(String member) {
        String body = "{\"target\": \"ws://a.test\", \"module\": \"chat\", " + member + "}";
        return running.client.sendAsync(
                running.request("/api/v1/probe")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static RequestHeader secret(String name, String value) {
        return new RequestHeader(name, List.of(new Value.Hidden(new Secret(value))));
    }

    @Test
    void withoutThemTheModuleIsProbedAsItIs() throws Exception {
        ProbeModule own = running.configuration.current.modules().get("chat");

        assertThat(requested("module=chat&param_origin=").module()).isSameAs(own);
        assertThat(requested("module=chat").params()).isEqualTo(ParamValues.NONE);
    }

    /** Contexts of TLS, tokens and judged certificates are kept for the settings of a module. */
    @Test
    void whatTheEngineKeepsForAModuleIsFoundAgain() throws Exception {
        ProbeModule own =
                Objects.requireNonNull(running.configuration.current.modules().get("chat"));
        ProbeModule changed =
                requested("module=chat&param_header_x_tenant=acme").module();

        assertThat(changed.tls()).isSameAs(own.tls());
        assertThat(changed.proxy()).isSameAs(own.proxy());
        assertThat(changed.verdict()).isSameAs(own.verdict());
        assertThat(changed.conversation()).isSameAs(own.conversation());
    }

    @Test
    void valueReachesTheMessageOfItsStep() throws Exception {
        ProbeModule changed =
                requested("module=feed&param_step_subscribe=room-7").module();

        assertThat(changed.conversation().steps().get(0).payload())
                .isInstanceOfSatisfying(
                        Payload.Text.class, text -> assertThat(text.param()).isEqualTo(new Secret("room-7")));
        assertThat(changed.conversation().steps().get(1))
                .isSameAs(running.configuration
                        .current
                        .modules()
                        .get("feed")
                        .conversation()
                        .steps()
                        .get(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            module=websocket&param_origin=MARKER | parameter "param_origin" is not taken by module "websocket" (expected: none; params of a module in the configuration lists what it takes)
            module=chat&param_cookie=MARKER | parameter "param_cookie" is not taken by module "chat" (expected: one of param_subprotocol, param_origin, param_hostname, param_header_x_tenant, as its params in the configuration say)
            module=chat&param_header_X-Tenant=MARKER | parameter "param_header_X-Tenant" is not taken by module "chat" (did you mean "param_header_x_tenant"?)
            module=chat&param_origin=MARKER&param_origin=MARKER | parameter "param_origin" is given 2 times (expected: once; an ampersand inside of its value is written %26)
            module=chat&param_origin=MARKER%0D%0AX:+y | parameter "param_origin" holds a line break (expected: one line)
            module=chat&param_header_x_tenant=MARKER%C3%A9 | parameter "param_header_x_tenant" holds a character outside printable ASCII (expected: without it)
            module=chat&param_header_x_tenant=+ | parameter "param_header_x_tenant" is empty (expected: one line of text)
            module=chat&param_subprotocol=MARKER+b | parameter "param_subprotocol" is no list of subprotocols (expected: names separated by commas, such as mqtt, stomp)
            module=chat&param_subprotocol=MARKER,MARKER | parameter "param_subprotocol" has the subprotocol <secret> twice (expected: once)
            module=chat&param_hostname=a&hostname=b | parameters "hostname" and "param_hostname" are the same thing (expected: one of the two)
            module=chat&param_hostname=a:b:c | hostname has more than one colon in its host and port (expected: an IPv6 address in brackets, [::1]:8080)
            module=feed | parameter "param_step_subscribe" is missing, and a step of module "feed" sends it (expected: &param_step_subscribe=VALUE)
            module=feed&param_step_subscribe= | parameter "param_step_subscribe" is missing, and a step of module "feed" sends it (expected: &param_step_subscribe=VALUE)
            module=feed&param_step_subscribe=MARKER%22 | parameter "param_step_subscribe" holds a quote, a backslash or one of < > & ` (expected: without it; a text that needs it belongs into the module)
            module=feed&param_step_subscribe=MARKER%0A | parameter "param_step_subscribe" holds a line break (expected: one line)
            module=feed&param_step_subscribe=MARKER%07 | parameter "param_step_subscribe" holds a line break or a control character (expected: without it)
            """)
    void refusalSaysWhatWouldBeRightAndNoValue(String query, String line) throws Exception {
        HttpResponse<String> response = running.get("/probe?target=ws://a.test&" + query);

        assertThat(response.body()).isEqualTo(line + "\n").doesNotContain("MARKER");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(running.prober.starts()).isZero();
    }

    @Test
    void valueThatIsTooLongIsRefused() throws Exception {
        assertThat(running.get("/probe?target=ws://a.test&module=chat&param_header_x_tenant=" + "x".repeat(4_097))
                        .body())
                .isEqualTo("parameter \"param_header_x_tenant\" has 4097 characters (expected: at most 4096)\n");
    }

    @Test
    void configurationAndLogsShowTheNamesAlone() throws Exception {
        requested("module=chat&param_header_x_tenant=MARKER&param_subprotocol=MARKER2&param_origin=http://MARKER3");
        requested("module=feed&param_step_subscribe=MARKER4");

        assertThat(running.get("/config").body()).contains("params:\n    - subprotocol\n    - origin\n");
        for (int id = 1; id <= 2; id++) {
            assertThat(running.get("/logs?id=" + id).body())
                    .contains("params:\n")
                    .doesNotContain("MARKER");
        }
        assertThat(running.get("/").body()).doesNotContain("MARKER");
    }
}
