package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.Health;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.RoundTrips;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.report.UpgradeReport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a probe learnt and whatever it did not, there is an answer, and Prometheus takes it. */
class AnyResultTest {
    private static final int RESULTS = 3_000;
    private static final String TEXT = "aZ0 ,}{=#\"\\\n\r\u0000é漢😀\ud83d\ude00";

    private final Random random = new Random(20261122);

    @ParameterizedTest
    @EnumSource
    void everyResultHasAnAnswerWithEachMetricInOnePlace(ExpositionFormat format) {
        for (int i = 0; i < RESULTS; i++) {
            ProbeResult result = result();
            List<String> lines = List.of(ProbeExposition.text(result, format).split("\n"));
            assertThat(lines.stream().filter(line -> line.startsWith("# TYPE ")))
                    .as("%s", result)
                    .doesNotHaveDuplicates();
            assertThat(lines.stream().filter(line -> !line.startsWith("#")).map(AnyResultTest::series))
                    .as("%s", result)
                    .doesNotHaveDuplicates()
                    .allMatch(series -> series.startsWith("probe_"));
        }
    }

    private static String series(String line) {
        return line.substring(0, line.lastIndexOf(' '));
    }

    private ProbeResult result() {
        ProbeResult any = random.nextBoolean() ? SampleResults.fullSuccess() : SampleResults.nameNotFound();
        return new ProbeResult(
                any.request(),
                any.startedAt(),
                outcome(),
                new Timings(duration(), phases(), duration()),
                maybe(this::duration),
                maybe(this::address),
                maybe(this::tls),
                maybe(this::upgrade),
                maybe(this::conversation),
                maybe(() -> new CloseReport(maybe(() -> random.nextInt(65536)), maybe(this::text), flag(), flag())),
                random.nextInt(5),
                List.of());
    }

    private Outcome outcome() {
        return switch (random.nextInt(4)) {
            case 0 -> new Outcome.Success();
            case 1 -> new Outcome.Forbidden(text());
            case 2 -> new Outcome.Cancelled();
            default -> new Outcome.Failed(failure());
        };
    }

    private Failure failure() {
        Reason reason = one(Reason.values());
        return new Failure(reason.phases().iterator().next(), reason, text());
    }

    private Map<Phase, Duration> phases() {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            if (flag()) {
                phases.put(phase, duration());
            }
        }
        return phases;
    }

    private InetSocketAddress address() {
        byte[] bytes = new byte[flag() ? 4 : 16];
        random.nextBytes(bytes);
        try {
            return flag()
                    ? new InetSocketAddress(InetAddress.getByAddress(bytes), random.nextInt(65536))
                    : InetSocketAddress.createUnresolved("a.example", 80);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private TlsReport tls() {
        ChainReport chain = maybe(this::chain);
        TlsVersion version = chain != null || flag() ? one(TlsVersion.values()) : null;
        TlsReport report = new TlsReport(version, maybe(this::text), chain, chain == null ? null : maybe(this::staple));
        return chain == null || flag() ? report : report.lookedUp(crl());
    }

    private CrlReport crl() {
        return flag() ? new CrlReport(Instant.EPOCH, null, null) : CrlReport.unknown(text());
    }

    private ChainReport chain() {
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        for (CertificateCheck check : CertificateCheck.OF_CHAIN) {
            checks.put(check, flag());
        }
        return new ChainReport(list(1, this::certificate), maybe(this::instant), checks, maybe(this::failure));
    }

    private CertificateFacts certificate() {
        return new CertificateFacts(
                text(), text(), text(), text(), text(), list(0, this::text), text(), instant(), instant());
    }

    private StapleReport staple() {
        return new StapleReport(
                maybe(() -> one(StapleReport.Status.values())),
                maybe(this::instant),
                maybe(this::text),
                maybe(this::failure));
    }

    private UpgradeReport upgrade() {
        return new UpgradeReport(
                random.nextInt(1000),
                flag(),
                maybe(this::text),
                list(0, () -> "extension" + random.nextInt(2)),
                maybe(() -> random.nextInt(11)));
    }

    private ConversationReport conversation() {
        List<StepReport> steps = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            steps.add(new StepReport(i + text(), duration()));
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            labels.put("label" + i, text());
        }
        return new ConversationReport(
                new Traffic(random.nextInt(9), random.nextInt()),
                new Traffic(random.nextInt(9), random.nextInt()),
                maybe(this::duration),
                steps,
                maybe(() -> random.nextInt(9)),
                labels,
                maybe(this::heartbeat));
    }

    private HeartbeatReport heartbeat() {
        return new HeartbeatReport(
                random.nextInt(9),
                random.nextInt(9),
                maybe(() -> new RoundTrips(duration(), duration(), duration(), duration())),
                one(Health.values()));
    }

    private <T> @Nullable T maybe(Supplier<T> part) {
        return flag() ? part.get() : null;
    }

    private <T> List<T> list(int least, Supplier<T> part) {
        List<T> parts = new ArrayList<>();
        for (int i = least + random.nextInt(4); i > 0; i--) {
            parts.add(part.get());
        }
        return parts;
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(TEXT.charAt(random.nextInt(TEXT.length())));
        }
        return text.toString();
    }

    private Duration duration() {
        return Duration.ofNanos(random.nextInt(Integer.MAX_VALUE));
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private boolean flag() {
        return random.nextBoolean();
    }
}
