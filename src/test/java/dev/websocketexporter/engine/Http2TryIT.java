package dev.websocketexporter.engine;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Http2TryIT {
    @TempDir
    private static Path directory;

    @Test
    void one() throws Exception {
        GridWorld world = new GridWorld(directory);
        NettyProber prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        GridRow row = PeerCloseRows.all().get(0);
        try (Stage stage = new Stage(world).behindHttp2()) {
            var request = row.scene().set(stage);
            var result = Probing.end(prober, new dev.websocketexporter.probe.ProbeRequest(request.target(), request.module(), null, request.policy(), Duration.ofSeconds(2)));
            System.out.println(result.failure());
            result.log().forEach(l -> System.out.println(l.at() + " " + l.message()));
        }
        try (Stage stage = new Stage(world).behindHttp2()) {
            var result = Probing.end(prober, stage.secure(world.goodTls(), peer -> peer.upgrade()));
            System.out.println(result.failure());
            result.log().forEach(l -> System.out.println(l.at() + " " + l.message()));
        }
        prober.close();
        world.close();
    }
}
