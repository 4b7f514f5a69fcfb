package dev.websocketexporter.engine.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.tls.SelfSignedIdentity;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopbackServerIT {
    @Test
    void clientThatResetsItsConnectionIsNoLineOfTheLog() throws Exception {
        SelfSignedIdentity identity = SelfSignedIdentity.create(Instant.now());
        try (CapturedLog log = CapturedLog.of("io.netty.channel");
                LoopbackServer server = LoopbackServer.start(Transport.preferred(), TlsEngine.preferred(), identity)) {
            URI url = URI.create(server.plainUrl());
            try (Socket reset = new Socket(url.getHost(), url.getPort())) {
                assertThat(greeted(reset)).startsWith("HTTP/1.1 101 ");
                reset.setSoLinger(true, 0);
            }
            assertSameLoopCameByAgain(url);
            assertThat(log.lines(Level.WARN)).isEmpty();
        }
    }

    private static String greeted(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
    }

    /** The server has one event loop: when it answers this, it has seen what came before. */
    private static void assertSameLoopCameByAgain(URI url) throws IOException {
        try (Socket next = new Socket(url.getHost(), url.getPort())) {
            assertThat(greeted(next)).startsWith("HTTP/1.1 101 ");
        }
    }
}
