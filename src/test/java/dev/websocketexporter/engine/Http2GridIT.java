package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.testkit.ResourceWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers do after the upgrade means the same on a stream of HTTP/2: the same rows, with HTTP/2 in front of them. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class Http2GridIT {
    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        try (Stage stage = new Stage(world)) {
            Probing.end(prober, stage.behindHttp2().secure(world.goodTls(), peer -> peer.upgrade()));
        }
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    static List<GridRow> rows() {
        List<GridRow> rows = new ArrayList<>(FrameRows.all());
        rows.addAll(DeflateRows.all());
        rows.addAll(PeerCloseRows.all());
        rows.addAll(ScriptRows.all());
        rows.addAll(CloseRows.all());
        rows.addAll(ConnectionEndRows.all());
        rows.addAll(FloodRows.all());
        return rows;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void failsAsOverHttp11(GridRow row) throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        try (Stage stage = new Stage(world).behindHttp2()) {
            long before = AllocatedBytes.byTheEngine();
            ProbeResult result = Probing.end(prober, row.scene().set(stage));
            long allocated = AllocatedBytes.byTheEngine() - before;
            Failure failure = result.failure();
            assertThat(failure).as("%s of %s", result.outcome(), result.log()).isNotNull();
            assertThat(failure.phase() + "/" + failure.reason())
                    .as("%s; log %s", failure, result.log())
                    .isEqualTo(row.phase() + "/" + row.reason());
            row.facts().check(new Seen(result, stage.witness(), allocated));
        }
        watch.assertNothingLeft();
    }

    static List<OddRow> oddRows() {
        return OddRows.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddRows")
    void succeedsAsOverHttp11(OddRow row) throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        try (Stage stage = new Stage(world).behindHttp2()) {
            long before = AllocatedBytes.byTheEngine();
            ProbeResult result = Probing.end(prober, row.scene().set(stage));
            long allocated = AllocatedBytes.byTheEngine() - before;
            assertThat(result.successful())
                    .as("%s of %s", result.failure(), result.log())
                    .isTrue();
            row.facts().check(new Seen(result, stage.witness(), allocated));
        }
        watch.assertNothingLeft();
    }
}
