package dev.websocketexporter.render.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.render.json.ProbeJson.Detail;
import dev.websocketexporter.render.json.ProbeJson.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("healthy.json", SampleProbes.healthy(), new Place(17, 3L)),
                Arguments.of("certificate-expired.json", SampleProbes.certificateExpired(), new Place(18, null)),
                Arguments.of("refused.json", SampleProbes.refused(), new Place(19, null)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everythingThatWasLearntIsThereAndNothingElse(String file, ProbeResult result, Place place) throws IOException {
        JsonNode shown = JSON.readTree(written(result, place, Detail.EVERYTHING));

        try (InputStream expected = ProbeJsonTest.class.getResourceAsStream(file)) {
            assertThat(shown.toPrettyString())
                    .isEqualTo(JSON.readTree(Objects.requireNonNull(expected, file))
                            .toPrettyString());
        }
    }

    @Test
    void gistHasNeitherTheLogNorWhatIsTakenFromIt() throws IOException {
        JsonNode gist = JSON.readTree(written(SampleProbes.healthy(), new Place(17, 3L), Detail.GIST));

        assertThat(gist.has("log")).isFalse();
        assertThat(gist.at("/tls").has("chain")).isFalse();
        assertThat(gist.at("/upgrade").has("request_headers")).isFalse();
        assertThat(gist.at("/conversation").has("exchange")).isFalse();
        assertThat(gist.at("/tls/earliest_expiry").asText()).isEqualTo("2026-12-31T23:59:59Z");
    }

    @Test
    void probeThatNobodyKeepsHasNoIdAndStaysOnOneLine() throws IOException {
        String text = ProbeJson.text(SampleProbes.refused());

        assertThat(text).doesNotContain("\n");
        assertThat(JSON.readTree(text).has("id")).isFalse();
    }

    @Test
    void hostnameOfTheRequestIsShown() throws IOException {
        ProbeResult any = SampleProbes.refused();
        ProbeRequest request = new ProbeRequest(
                any.request().target(),
                any.request().module(),
                new HostOverride("chat.example.com:8443", "chat.example.com"),
                any.request().policy(),
                any.request().budget());

        assertThat(JSON.readTree(ProbeJson.text(SampleProbes.with(request, any.outcome(), any.log())))
                        .at("/hostname")
                        .asText())
                .isEqualTo("chat.example.com:8443");
    }

    @Test
    void refusalByThePolicyIsNoFailureOfTheTarget() throws IOException {
        ProbeResult any = SampleProbes.refused();
        JsonNode shown = JSON.readTree(ProbeJson.text(
                SampleProbes.with(any.request(), new Outcome.Forbidden("10.0.0.1 is denied"), any.log())));

        assertThat(shown.at("/outcome").asText()).isEqualTo("forbidden");
        assertThat(shown.at("/refusal").asText()).isEqualTo("10.0.0.1 is denied");
        assertThat(shown.at("/success").asBoolean()).isFalse();
        assertThat(shown.has("failure")).isFalse();
    }

    /** A peer can send half a surrogate pair, which UTF-8 has no form for. */
    @Test
    void whateverAPeerSaysIsJson() throws IOException {
        ProbeResult any = SampleProbes.refused();
        String evil = "\ud83d </script> \u2028 \u0000 \" \\ é漢😀";
        JsonNode shown = JSON.readTree(ProbeJson.text(SampleProbes.with(
                any.request(), any.outcome(), List.of(new LogLine(Duration.ZERO, LogLine.Level.INFO, evil)))));

        assertThat(shown.at("/log/0").asText()).contains("? </script>").contains("é漢😀");
    }

    /** A terminal obeys some of them, and a certificate may have them in its subject. */
    @Test
    void everyControlCharacterIsAnEscape() throws IOException {
        String evil = "a\u009b31m\u007f\u202e\u001b é漢😀";
        String text = new String(
                JsonWriter.utf8(json -> json.object(() -> json.text("subject", evil))), StandardCharsets.UTF_8);

        assertThat(text).isEqualTo("{\"subject\":\"a\\u009b31m\\u007F\\u202e\\u001B é漢😀\"}");
        assertThat(JSON.readTree(text).at("/subject").asText()).isEqualTo(evil);
    }

    /** Who may choose a secret, such as the value of a parameter, may choose one that hides the rest of the line. */
    @Test
    void fieldWhoseSeparatorsAreHiddenIsShownAllTheSame() throws IOException {
        ProbeResult any = SampleProbes.refused();
        LogLine line = new LogLine(Duration.ZERO, LogLine.Level.DEBUG, "<secret> nginx", LogLine.Topic.RESPONSE_FIELD);
        JsonNode shown = JSON.readTree(ProbeJson.text(SampleProbes.with(
                any.request(),
                any.outcome(),
                Stream.concat(SampleProbes.refusedLog("a.example").stream(), Stream.of(line))
                        .toList())));

        assertThat(shown.at("/upgrade/response_headers/1/name").asText()).isEqualTo("<secret> nginx");
    }

    /** Of a redirect, the page shows the request that was answered last. */
    @Test
    void headersAreThoseOfTheLastRequest() throws IOException {
        ProbeResult any = SampleProbes.refused();
        List<LogLine> twice = Stream.of("first.example", "second.example")
                .flatMap(host -> SampleProbes.refusedLog(host).stream())
                .toList();
        JsonNode shown = JSON.readTree(ProbeJson.text(SampleProbes.with(any.request(), any.outcome(), twice)));

        assertThat(shown.at("/upgrade/request_headers")).hasSize(1);
        assertThat(shown.at("/upgrade/request_headers/0/value").asText()).isEqualTo("second.example");
    }

    /** Somebody may bring along a text as a secret with which a line of the log begins. */
    @Test
    void fieldOfWhichTheNameIsHiddenTooIsShownAllTheSame() throws IOException {
        ProbeResult any = SampleProbes.refused();
        List<LogLine> log = Stream.of("<secret>", "<secret>: nginx", "response header: Via: a: b")
                .map(line -> new LogLine(Duration.ZERO, LogLine.Level.DEBUG, line, LogLine.Topic.RESPONSE_FIELD))
                .toList();
        JsonNode shown = JSON.readTree(ProbeJson.text(SampleProbes.with(
                any.request(),
                any.outcome(),
                Stream.concat(SampleProbes.refusedLog("a.example").stream(), log.stream())
                        .toList())));

        assertThat(shown.at("/upgrade/response_headers").toString())
                .isEqualTo("[{\"name\":\"Server\",\"value\":\"nginx\"},{\"name\":\"<secret>\",\"value\":\"\"},"
                        + "{\"name\":\"nginx\",\"value\":\"\"},{\"name\":\"Via\",\"value\":\"a: b\"}]");
    }

    private static byte[] written(ProbeResult result, Place place, Detail detail) {
        return JsonWriter.utf8(json -> ProbeJson.write(json, result, place, detail));
    }
}
