package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.PlainWords;
import dev.websocketexporter.testkit.ResourceWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every phase and every way to fail in it, on each TLS engine and each transport: the failure names the phase and the
 * reason, comes in time, and leaves nothing behind.
 */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class FailureGridIT {
    /** What an answer may take beyond its budget. */
    private static final Duration GRACE = Duration.ofMillis(100);

    /** A probe's buffers alone take more. */
    private static final long MOST_KEPT_BYTES = 4_000;

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static HealthyServer healthy;
    private static final Map<TlsEngine, NettyProber> PROBERS = new EnumMap<>(TlsEngine.class);

    static List<GridRow> rows() {
        List<GridRow> rows = new ArrayList<>(ResolveRows.all());
        rows.addAll(ConnectRows.all());
        rows.addAll(ProxyRows.all());
        rows.addAll(TunnelRows.all());
        rows.addAll(TlsRows.all());
        rows.addAll(CertificateRows.all());
        rows.addAll(AuthRows.all());
        rows.addAll(UpgradeRows.all());
        rows.addAll(VerdictRows.all());
        rows.addAll(RedirectRows.all());
        rows.addAll(CloseRows.all());
        rows.addAll(ScriptRows.all());
        rows.addAll(FrameRows.all());
        rows.addAll(DeflateRows.all());
        rows.addAll(PeerCloseRows.all());
        rows.addAll(ConnectionEndRows.all());
        rows.addAll(FloodRows.all());
        rows.addAll(ExporterLimitRows.all());
        rows.addAll(InternalErrorRows.all());
        rows.addAll(Http2Rows.all());
        return rows;
    }

    static Stream<Arguments> rowsOnEachEngine() {
        return Stream.of(TlsEngine.values()).flatMap(engine -> rows().stream().map(row -> Arguments.of(engine, row)));
    }

    static Stream<Arguments> oddRowsOnEachEngine() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> OddRows.all().stream().map(row -> Arguments.of(engine, row)));
    }

    @BeforeAll
    static void startProbers() throws Exception {
        world = new GridWorld(directory);
        healthy = new HealthyServer();
        for (TlsEngine engine : TlsEngine.values()) {
            NettyProber prober = new NettyProber(settings(engine));
            PROBERS.put(engine, prober);
            warmUp(prober);
        }
    }

    /** Each TLS engine with another transport, so that the words of both pairs are understood. */
    private static EngineSettings settings(TlsEngine engine) {
        return world.settings(engine == TlsEngine.BORINGSSL ? Transport.epoll() : Transport.nio(), engine);
    }

    /** So that what is opened once, and kept, is there before anything is counted. */
    private static void warmUp(Prober prober) throws Exception {
        try (Stage stage = new Stage(world)) {
            Probing.end(prober, stage.secure(world.goodTls(), Peer::upgrade));
            Probing.end(prober, stage.request("ws://no-such-name.test/"));
        }
        healthy.assertFoundHealthyBy(prober);
    }

    @AfterAll
    static void closeProbers() throws IOException {
        PROBERS.values().forEach(NettyProber::close);
        healthy.close();
        world.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rowsOnEachEngine")
    void fails(TlsEngine engine, GridRow row) throws Exception {
        leavingNothing(engine, () -> {
            try (Stage stage = new Stage(world)) {
                long before = AllocatedBytes.byTheEngine();
                ProbeRequest request = row.scene().set(stage);
                ProbeResult result = probe(engine, row, request);
                long allocated = AllocatedBytes.byTheEngine() - before;
                if (row.reason() == Reason.SSL_FORBIDDEN || row.reason() == Reason.SSL_REQUIRED) {
                    assertThat(stage.accepted()).as("connections").isZero();
                }
                assertFailed(row, result);
                assertTimely(row, request, result);
                row.facts().check(new Seen(result, stage.witness(), allocated));
            }
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("oddRowsOnEachEngine")
    void succeedsThoughTheServerIsOdd(TlsEngine engine, OddRow row) throws Exception {
        leavingNothing(engine, () -> {
            try (Stage stage = new Stage(world)) {
                long before = AllocatedBytes.byTheEngine();
                ProbeResult result =
                        Probing.end(PROBERS.get(engine), row.scene().set(stage));
                long allocated = AllocatedBytes.byTheEngine() - before;
                assertThat(result.successful())
                        .as("%s of %s", result.failure(), result.log())
                        .isTrue();
                assertThat(result.timings().total()).isLessThan(Stage.GENEROUS.dividedBy(2));
                row.facts().check(new Seen(result, stage.witness(), allocated));
            }
        });
    }

    private interface Scene {
        void play() throws Exception;
    }

    /** After it the exporter is healthy, and holds no more than before. */
    private static void leavingNothing(TlsEngine engine, Scene scene) throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        scene.play();
        watch.assertNothingLeft();
        healthy.assertFoundHealthyBy(PROBERS.get(engine));
        watch.assertNothingLeft();
        MemoryInUse.assertDirectMemoryIsBounded();
    }

    private static void assertFailed(GridRow row, ProbeResult result) {
        Failure failure = result.failure();
        assertThat(failure).as("%s of %s", result.outcome(), result.log()).isNotNull();
        assertThat(failure.phase() + "/" + failure.reason())
                .as("%s; log %s", failure, result.log())
                .isEqualTo(row.phase() + "/" + row.reason());
        assertThat(failure.detail()).isNotBlank().doesNotContain("\n").doesNotContain("\r");
        // A bug of the exporter is told with the words of programmers, who are to read them.
        if (row.reason() != Reason.INTERNAL_ERROR) {
            PlainWords.assertPlain(List.of(failure.detail()));
            PlainWords.assertPlain(result.log().stream().map(LogLine::message).toList());
        }
        if (row.timed() == null) {
            assertThat(result.timings().phases()).doesNotContainKey(row.phase());
        } else {
            assertThat(result.timings().phases()).containsKey(row.timed());
        }
        // TLS 1.3 delivers that refusal when the next phase has begun already.
        if (row.reason() != Reason.CLIENT_CERTIFICATE_REJECTED) {
            assertThat(result.timings().phases().keySet())
                    .as("nothing began behind the failed phase")
                    .noneMatch(phase -> phase.compareTo(row.phase()) > 0);
        }
    }

    /** What one probe held, such as its buffers and its log, would be many times that for all of them. */
    @ParameterizedTest
    @EnumSource
    void noRowKeepsMemory(TlsEngine engine) throws Exception {
        List<GridRow> rows = new ArrayList<>(FrameRows.all());
        rows.addAll(DeflateRows.all());
        rows.addAll(PeerCloseRows.all());
        playQuietly(engine, rows);
        long before = MemoryInUse.heapBytes();
        playQuietly(engine, rows);
        Conditions.await(
                Duration.ofSeconds(10),
                () -> MemoryInUse.heapBytes() - before < rows.size() * MOST_KEPT_BYTES,
                () -> rows.size() + " rows keep " + (MemoryInUse.heapBytes() - before) + " bytes");
    }

    private static void playQuietly(TlsEngine engine, List<GridRow> rows) throws Exception {
        for (GridRow row : rows) {
            try (Stage stage = new Stage(world)) {
                ProbeResult result = probe(engine, row, row.scene().set(stage));
                assertThat(result.successful()).as("%s", row).isFalse();
            }
        }
    }

    private static ProbeResult probe(TlsEngine engine, GridRow row, ProbeRequest request) throws Exception {
        EngineSettings usual = settings(engine);
        EngineSettings special = row.engine().apply(usual);
        if (special == usual) {
            return Probing.end(PROBERS.get(engine), request);
        }
        try (NettyProber prober = new NettyProber(special)) {
            return Probing.end(prober, request);
        }
    }

    private static void assertTimely(GridRow row, ProbeRequest request, ProbeResult result) {
        Duration latest = request.budget().plus(GRACE);
        assertThat(result.timings().total()).isLessThan(latest);
        if (row.reason() == Reason.TIMEOUT) {
            assertThat(result.timings().total()).isGreaterThan(request.budget().minus(GRACE));
            assertThat(result.timings().phases().get(row.phase()))
                    .as("the phase that waited has the time")
                    .isGreaterThan(request.budget().dividedBy(2));
        } else {
            assertThat(result.timings().total()).isLessThan(request.budget().dividedBy(2));
        }
    }

    @Test
    void everyWayToFailThatTheCodeKnowsHasARow() {
        Set<String> known = Stream.of(Reason.values())
                .flatMap(reason -> reason.phases().stream()
                        // Closing makes no use of anything that is limited.
                        .filter(phase -> reason != Reason.EXPORTER_LIMIT || phase != Phase.CLOSE)
                        .map(phase -> pair(phase, reason)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = rows().stream()
                .map(row -> pair(row.phase(), row.reason()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(known);
    }

    @Test
    void rowsHaveNamesOfTheirOwn() throws IOException {
        assertThat(rows().stream().map(GridRow::toString)).doesNotHaveDuplicates();
        assertThat(OddRows.all().stream().map(OddRow::toString)).doesNotHaveDuplicates();
    }

    private static String pair(Phase phase, Reason reason) {
        return phase.label() + "/" + reason.label();
    }
}
