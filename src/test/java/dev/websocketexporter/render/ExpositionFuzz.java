package dev.websocketexporter.render;

import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.UpgradeReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a peer chooses and a label repeats: the exposition, read by the rules of the two formats, has it as it was, and
 * nothing besides. The first byte is the format; NUL separates the texts.
 */
public final class ExpositionFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(50), 16 << 20);
    private static final ProbeResult RESULT = SampleResults.fullSuccess();
    private static final Map<CertificateCheck, Boolean> CHECKS =
            CertificateCheck.OF_CHAIN.stream().collect(Collectors.toMap(check -> check, check -> true));
    private static final int TEXTS = 8;

    private ExpositionFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            BOUNDS.hold(data, ExpositionFuzz::play);
        }
    }

    private static void play(byte[] data) {
        String[] texts = new String[TEXTS];
        String[] given = new String(data, 1, data.length - 1, StandardCharsets.UTF_8).split("\0", TEXTS);
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = i < given.length ? given[i] : "";
        }
        ExpositionFormat format = (data[0] & 1) == 0 ? ExpositionFormat.PROMETHEUS_TEXT : ExpositionFormat.OPENMETRICS;
        byte[] utf8 = ProbeExposition.utf8(result(texts), format);
        Map<String, Map<String, String>> read = ExpositionReader.read(new String(utf8, StandardCharsets.UTF_8), format);
        Expect.equal(
                read.get("probe_ssl_last_chain_info"),
                Map.of(
                        "fingerprint_sha256",
                        "00",
                        "subject",
                        texts[0],
                        "issuer",
                        texts[1],
                        "subjectalternative",
                        texts[2] + "," + texts[3],
                        "serialnumber",
                        "1"),
                "labels of the leaf");
        Expect.equal(
                read.get("probe_websocket_subprotocol_info"),
                Map.of("subprotocol", texts[4]),
                "label of the subprotocol");
        Expect.equal(
                read.get("probe_websocket_extension_info"), Map.of("extension", texts[5]), "label of the extension");
        Expect.equal(
                read.get("probe_expect_info"),
                Map.of("first", texts[6], "second", texts[7]),
                "labels of the conversation");
        Expect.equal(read.get("probe_websocket_step_duration_seconds"), Map.of("step", texts[7]), "label of the step");
    }

    private static ProbeResult result(String[] texts) {
        CertificateFacts leaf = new CertificateFacts(
                "00",
                texts[0],
                texts[1],
                texts[2],
                texts[3],
                List.of(texts[2], texts[3]),
                "1",
                Instant.EPOCH,
                Instant.EPOCH);
        return new ProbeResult(
                RESULT.request(),
                RESULT.startedAt(),
                RESULT.outcome(),
                RESULT.timings(),
                RESULT.lookupTime(),
                RESULT.dialled(),
                new TlsReport(TlsVersion.TLS13, texts[6], new ChainReport(List.of(leaf), null, CHECKS, null), null),
                new UpgradeReport(101, true, texts[4], List.of(texts[5]), null),
                new ConversationReport(
                        Traffic.NONE,
                        Traffic.NONE,
                        null,
                        List.of(new StepReport(texts[7], Duration.ofMillis(1))),
                        null,
                        Map.of("first", texts[6], "second", texts[7]),
                        null),
                RESULT.close(),
                1,
                List.of());
    }
}
