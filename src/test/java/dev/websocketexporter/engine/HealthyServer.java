package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A server that does all that is asked of it, so that a probe of it tells whether the prober is well. */
final class HealthyServer implements Closeable {
    private static final ProbeModule MODULE = ProbeModule.withDefaults("healthy")
            .with(Conversation.NONE.withSteps(List.of(Said.send("are you well?"), Said.expect("^I am$"))))
            .with(new CloseSettings(1000, CloseSettings.DEFAULT.timeout(), true));

    private final ScriptedServer server = ScriptedServer.plain(peer -> {
        peer.upgrade();
        peer.readFrame();
        peer.sendFrame(Said.TEXT, Said.utf8("I am"));
        ReceivedFrame close = peer.readFrame();
        peer.sendFrame(ServerFrames.CLOSE, close.payload());
    });
    private final ProbeRequest request;

    HealthyServer() throws IOException, InvalidTargetException {
        this.request = new ProbeRequest(
                Target.parse("ws://127.0.0.1:" + server.port() + "/"),
                MODULE,
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(5));
    }

    /** Fails when the prober cannot do what it must be able to do at any time. */
    void assertFoundHealthyBy(Prober prober) {
        ProbeResult result = Probing.end(prober, request);
        assertThat(result.successful())
                .as("%s of %s", result.failure(), result.log())
                .isTrue();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
