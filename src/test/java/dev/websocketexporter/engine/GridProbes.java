package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import java.nio.file.Path;
import java.util.Objects;

/** A world with a prober in it, and single probes that leave nothing behind. */
final class GridProbes implements AutoCloseable {
    private final GridWorld world;
    private final NettyProber prober;

    private GridProbes(GridWorld world) {
        this.world = world;
        this.prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
    }

    static GridProbes open(Path directory) throws Exception {
        return new GridProbes(new GridWorld(directory));
    }

    NettyProber prober() {
        return prober;
    }

    Stage stage() {
        return new Stage(world);
    }

    /** One probe, which makes no more connections than it has attempts. */
    ProbeResult probe(GridRow.Scene scene) throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        ProbeResult result;
        try (Stage stage = stage()) {
            ProbeRequest request = scene.set(stage);
            result = Probing.end(prober, request);
            assertThat(stage.accepted())
                    .as("connections")
                    .isLessThanOrEqualTo(request.module().attempts().most());
        }
        watch.assertNothingLeft();
        return result;
    }

    /** One probe of a server that upgrades, plays the script and says farewell. */
    ProbeResult converse(Conversation conversation, Script afterUpgrade) throws Exception {
        return probe(stage -> stage.with(stage.module().with(conversation)).plain(peer -> {
            peer.upgrade();
            afterUpgrade.play(peer);
            Said.farewell(peer);
        }));
    }

    /** The detail of a probe that fails so. */
    String detail(Phase phase, Reason reason, GridRow.Scene scene) throws Exception {
        ProbeResult result = probe(scene);
        Failure failure = Objects.requireNonNull(result.failure(), () -> "no failure: " + result.log());
        assertThat(failure.phase() + "/" + failure.reason()).as("%s", failure).isEqualTo(phase + "/" + reason);
        return failure.detail();
    }

    @Override
    public void close() {
        prober.close();
        world.close();
    }
}
