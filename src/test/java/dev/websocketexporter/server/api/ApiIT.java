package dev.websocketexporter.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.testkit.FakeProber.FakeProbe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Outcome DOWN =
            new Outcome.Failed(new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "nobody listens"));

    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private HttpResponse<String> probed(String query, Outcome outcome) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = running.getLater("/api/v1/probe?" + query);
        running.prober.next().end(outcome);
        return answer.get();
    }

    private CompletableFuture<HttpResponse<String>> post(String contentType, String body) {
        return running.client.sendAsync(
                running.request("/api/v1/probe")
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode list(String path) throws Exception {
        HttpResponse<String> answer = running.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.at("/type").asText()).isEqualTo("about:blank");
        assertThat(problem.at("/status").asInt()).isEqualTo(status);
        assertThat(problem.at("/title").asText()).isNotEmpty();
        assertThat(problem.at("/detail").asText()).isEqualTo(detail);
    }

    @Test
    void probeIsAnsweredWithItsIdAndNotKeptByAnybodyElse() throws Exception {
        HttpResponse<String> answer = probed("target=ws://a.test/?t=hush&module=quick", DOWN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode probe = JSON.readTree(answer.body());
        assertThat(probe.at("/id").asLong()).isEqualTo(1);
        assertThat(probe.at("/target").asText()).isEqualTo("ws://a.test/?t=<secret>");
        assertThat(probe.at("/module").asText()).isEqualTo("quick");
        assertThat(probe.at("/failure/reason").asText()).isEqualTo("connection_refused");
        assertThat(list("/api/v1/probes/1")).isEqualTo(probe);
        assertThat(running.get("/logs?id=1").statusCode()).isEqualTo(200);
    }

    @Test
    void probeThatTheHistoryDoesNotKeepHasNoId() throws Exception {
        running.close();
        running = RunningServer.start(settings -> settings.withHistoryBytes(0));

        assertThat(JSON.readTree(probed("target=ws://a.test/", DOWN).body()).has("id"))
                .isFalse();
        assertThat(list("/api/v1/probes")).isEmpty();
    }

    @Test
    void parametersMayComeInABody() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = post(
                "application/json; charset=utf-8",
                "{\"target\": \"ws://a.test/?t=\\u00e4\", \"module\": \"quick\", \"hostname\": \"chat.example.com\"}");
        FakeProbe probe = running.prober.next();
        assertThat(probe.request().target().requestTarget()).isEqualTo("/?t=%C3%A4");
        assertThat(probe.request().module().name()).isEqualTo("quick");
        probe.succeed();

        assertThat(JSON.readTree(answer.get().body()).at("/hostname").asText()).isEqualTo("chat.example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|the body is no JSON object (expected: a JSON object such as"
                        + " {\"target\": \"wss://example.com/chat\", \"module\": \"websocket\"})",
                "{}|parameter \"target\" is missing (expected: ?target=wss://example.com/chat)",
                "{\"url\": \"ws://a.test\"}|\"url\" is unknown in the body (expected: target, module, hostname, or a"
                        + " parameter of the module, such as param_origin)",
                "{\"target\": \"ws://a.test\", \"param_origin\": \"http://b.test\"}|parameter \"param_origin\" is"
                        + " not taken by module \"websocket\" (expected: none; params of a module in the configuration"
                        + " lists what it takes)",
                "{\"target\": \"ws://a.test\"|the body ends inside of its JSON (expected: a JSON object such as"
                        + " {\"target\": \"wss://example.com/chat\", \"module\": \"websocket\"})",
                "{\"target\": 7}|\"target\" is no text in the body (expected: a JSON object such as"
                        + " {\"target\": \"wss://example.com/chat\", \"module\": \"websocket\"})",
                "{\"target\": \"ws://a.test\"} 7|the body has something after its object (expected: a JSON object such as"
                        + " {\"target\": \"wss://example.com/chat\", \"module\": \"websocket\"})",
                "{\"target\": \"ws://a.test\", \"module\": \"nope\"}|module \"nope\" is unknown"
                        + " (expected: one of websocket, quick, hosted)",
            })
    void bodyThatIsNotRightIsRefused(String body, String detail) throws Exception {
        assertProblem(post("application/json", body).get(), 400, detail);
        assertThat(running.prober.starts()).isZero();
    }

    @Test
    void bodyThatIsNoJsonIsRefusedWithItsPlace() throws Exception {
        HttpResponse<String> answer = post("application/json", "{\"target\": \"ws://a.test\",\n oops}")
                .get();

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/detail").asText())
                .startsWith("the body is no JSON: ")
                .contains(" at line 2, column ");
    }

    @Test
    void charsetOfABodyMeansNothingWhateverItIs() throws Exception {
        assertThat(post("application/json; charset=no-such-charset", "[]").get().statusCode())
                .isEqualTo(400);
    }

    /** A form or a text can be sent by a page of any origin without asking. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void bodyOfAnotherTypeIsRefused(String type) throws Exception {
        assertProblem(
                post(type, "{\"target\": \"ws://a.test\"}").get(),
                415,
                "the body has another Content-Type (expected: application/json)");
        assertThat(running.prober.starts()).isZero();
    }

    @Test
    void longBodyIsRefused() throws Exception {
        assertProblem(
                post("application/json", "{\"target\": \"ws://a.test\"}" + " ".repeat(20_000))
                        .get(),
                413,
                "the body is too long or came too slowly (expected: at most 16384 bytes)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/probe|400|parameter \"target\" is missing (expected: ?target=wss://example.com/chat)",
                "/api/v1/probe?target=ws://a.test/&modul=quick|400|parameter \"modul\" is unknown here"
                        + " (expected: target, module, hostname, or a parameter of the module, such as param_origin)",
                "/api/v1/probe?target=ws://a.test/&param_x=1|400|parameter \"param_x\" is not taken by module"
                        + " \"websocket\" (expected: none; params of a module in the configuration lists what it takes)",
                "/api/v1/probe?target=ws://a.forbidden.test/|403|target ws://a.forbidden.test/ is denied by *.forbidden.test",
                "/api/v1/probes?limit=x|400|limit \"x\" is no such filter (expected: a whole number from 1 to 1000)",
                "/api/v1/probes?limit=0|400|limit \"0\" is no such filter (expected: a whole number from 1 to 1000)",
                "/api/v1/probes?success=maybe|400|success \"maybe\" is no such filter (expected: true or false)",
                "/api/v1/probes?sucess=true|400|parameter \"sucess\" is unknown here"
                        + " (expected: target, module, success, key, limit)",
                "/api/v1/probes?limit=1&limit=2|400|parameter \"limit\" is given 2 times"
                        + " (expected: once; an ampersand inside of its value is written %26)",
                "/api/v1/probes?target=a.test|400|target has no scheme"
                        + " (expected: a ws:// or wss:// URL such as wss://example.com/chat)",
                "/api/v1/probes/x|400|id \"x\" is no number (expected: the id of a recent probe)",
                "/api/v1/probes/7|404|probe 7 is not in the history, or not any more"
                        + " (expected: the id of a recent probe; --history.limit says how many are kept)",
                "/api/v1/probes/12345678901234567890|404|probe 12345678901234567890 is not in the history, or not any more"
                        + " (expected: the id of a recent probe; --history.limit says how many are kept)",
                "/api/v1/targets?state=pending|400|state \"pending\" is no such filter (expected: down, up or stale)",
                "/api/v1/targets?cells=41|400|cells \"41\" is no such filter (expected: a whole number from 0 to 40)",
                "/api/v1/targets?key=a|400|key \"a\" is no such filter (expected: the key of a row of /api/v1/targets)",
                "/api/v1/modules?x=1|400|parameter \"x\" is unknown here (expected: none)",
            })
    void mistakesAreProblemDetailsThatSayWhatWouldBeRight(String path, int status, String detail) throws Exception {
        HttpResponse<String> answer = running.get(path);
        if (status == 403) {
            assertThat(JSON.readTree(answer.body()).at("/detail").asText()).contains("*.forbidden.test");
            assertThat(answer.statusCode()).isEqualTo(403);
        } else {
            assertProblem(answer, status, detail);
        }
    }

    @Test
    void addressThatThePolicyForbidsIsAProblem() throws Exception {
        HttpResponse<String> answer = probed("target=ws://a.test/", new Outcome.Forbidden("10.0.0.1 is denied"));

        assertProblem(answer, 403, "10.0.0.1 is denied");
    }

    @Test
    void overloadIsAProblemWithRetryAfter() throws Exception {
        running.close();
        running = RunningServer.start(settings -> RunningServer.withConcurrency(settings, 1));
        CompletableFuture<HttpResponse<String>> first = running.getLater("/api/v1/probe?target=ws://a.test");
        FakeProbe probe = running.prober.next();

        HttpResponse<String> answer = running.get("/api/v1/probe?target=ws://b.test");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        probe.succeed();
        assertThat(first.get().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD,/api/v1/probe,'GET, POST'",
        "PUT,/api/v1/probe,'GET, POST'",
        "OPTIONS,/api/v1/probe,'GET, POST'",
        "POST,/api/v1/probes,'GET, HEAD'",
        "DELETE,/api/v1/probes/1,'GET, HEAD'",
        "POST,/api/v1/targets,'GET, HEAD'",
        "POST,/api/v1/modules,'GET, HEAD'",
        "PATCH,/api/v1/openapi.json,'GET, HEAD'"
    })
    void otherMethodsAreRefusedWithThoseThatAreAllowed(String method, String path, String allow) throws Exception {
        HttpResponse<String> answer = running.send(method, path);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allow);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/probes/", "/api/v1/probes/1/log"})
    void unknownPathsAreProblems(String path) throws Exception {
        HttpResponse<String> answer = running.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void listsAreFiltered() throws Exception {
        running.probe("target=ws://a.test/?token=one");
        probed("target=ws://a.test/?token=two", DOWN);
        running.probe("target=ws://b.test/&module=quick");

        assertThat(ids("/api/v1/probes")).isEqualTo("3 2 1");
        assertThat(ids("/api/v1/probes?limit=2")).isEqualTo("3 2");
        assertThat(ids("/api/v1/probes?success=true")).isEqualTo("3 1");
        assertThat(ids("/api/v1/probes?success=false")).isEqualTo("2");
        assertThat(ids("/api/v1/probes?module=quick")).isEqualTo("3");
        assertThat(ids("/api/v1/probes?module=none")).isEmpty();
        assertThat(ids("/api/v1/probes?target=ws://a.test/?token=two")).isEqualTo("2");
        assertThat(ids("/api/v1/probes?key=1")).isEqualTo("1");
        assertThat(list("/api/v1/probes/2").has("log")).isTrue();
        assertThat(list("/api/v1/probes").at("/0").has("log")).isFalse();
    }

    private String ids(String path) throws Exception {
        return String.join(" ", list(path).findValuesAsText("id"));
    }

    @Test
    void targetsThatAreDownComeFirst() throws Exception {
        running.probe("target=ws://a.test/");
        probed("target=ws://b.test/", DOWN);
        probed("target=ws://b.test/", DOWN);

        JsonNode rows = list("/api/v1/targets");

        assertThat(rows.findValuesAsText("target")).containsExactly("ws://b.test/", "ws://a.test/");
        JsonNode down = rows.get(0);
        assertThat(down.at("/state").asText()).isEqualTo("down");
        assertThat(down.at("/last_id").asLong()).isEqualTo(3);
        assertThat(down.at("/failure/reason").asText()).isEqualTo("connection_refused");
        assertThat(down.at("/since").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(down.at("/availability").asDouble()).isZero();
        assertThat(down.at("/cells")).hasSize(2);
        assertThat(list("/api/v1/targets?state=up").findValuesAsText("target")).containsExactly("ws://a.test/");
        assertThat(list("/api/v1/targets?cells=1").at("/0/cells")).hasSize(1);
        assertThat(list("/api/v1/targets?limit=1")).hasSize(1);
        assertThat(list("/api/v1/targets?target=ws://a.test/")).hasSize(1);
        assertThat(list("/api/v1/targets?key=2").findValuesAsText("target")).containsExactly("ws://b.test/");
    }

    @Test
    void modulesAreShownAsTheyRun() throws Exception {
        JsonNode modules = list("/api/v1/modules");

        assertThat(modules.findValuesAsText("name")).containsExactly("websocket", "quick", "hosted");
        assertThat(modules.at("/0").has("timeout_seconds")).isFalse();
        assertThat(modules.at("/1/timeout_seconds").asDouble()).isEqualTo(2);
        assertThat(modules.at("/2/configuration").asText()).contains("chat.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/probes",
                "/api/v1/probes?success=true",
                "/api/v1/probes/1",
                "/api/v1/targets",
                "/api/v1/modules",
                "/api/v1/openapi.json"
            })
    void whatTheClientHasAlreadyIsNotSentAgain(String path) throws Exception {
        running.probe("target=ws://a.test/");
        HttpResponse<String> first = running.get(path);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");

        for (String known : new String[] {tag, "\"other\", " + tag, "*", tag.substring(2)}) {
            HttpResponse<String> again = running.get(path, "If-None-Match", known);
            assertThat(again.statusCode()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        }
        assertThat(running.get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(running.send("HEAD", path).headers().firstValue("ETag")).hasValue(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/probes", "/api/v1/targets"})
    void listIsSentAgainOnceAProbeHasEnded(String path) throws Exception {
        running.probe("target=ws://a.test/");
        String tag = running.get(path).headers().firstValue("ETag").orElseThrow();
        running.probe("target=ws://a.test/");

        HttpResponse<String> again = running.get(path, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("ETag")).isPresent().isNotEqualTo(tag);
    }

    @Test
    void everythingIsUnderTheRoutePrefix() throws Exception {
        running.close();
        running = RunningServer.start(
                settings -> RunningServer.withPrefix(settings, URI.create("http://proxy.test/outside"), "/inside"));
        CompletableFuture<HttpResponse<String>> answer = running.client.sendAsync(
                running.request("/inside/api/v1/probe")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"target\": \"ws://a.test\"}"))
                        .build(),
                BodyHandlers.ofString());
        running.prober.next().succeed();

        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(list("/inside/api/v1/targets")).hasSize(1);
        assertProblemAt("/inside/api/v1/nothing");
        assertThat(running.get("/api/v1/targets").statusCode()).isEqualTo(404);
    }

    private void assertProblemAt(String path) throws Exception {
        assertThat(running.get(path).headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void pagesOfOtherOriginsReadNothingUnlessTheyMay() throws Exception {
        assertThat(allowedOrigin("https://status.example.com")).isNull();

        running.close();
        running = RunningServer.start(
                settings -> settings.withCorsOrigin(Pattern.compile("https://(status|ops)\\.example\\.com")));

        assertThat(allowedOrigin("https://status.example.com")).isEqualTo("https://status.example.com");
        assertThat(allowedOrigin("https://status.example.com.evil.test")).isNull();
        assertThat(running.get("/api/v1/targets").headers().allValues("Vary")).contains("Origin");
        HttpResponse<String> preflight = running.client.send(
                running.request("/api/v1/probe")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", "https://ops.example.com")
                        .build(),
                BodyHandlers.ofString());
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://ops.example.com");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(names -> assertThat(names).contains("Content-Type"));
        assertThat(running.get("/config", "Origin", "https://ops.example.com")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private @Nullable String allowedOrigin(String origin) throws Exception {
        return running.get("/api/v1/targets", "Origin", origin)
                .headers()
                .firstValue("Access-Control-Allow-Origin")
                .orElse(null);
    }
}
