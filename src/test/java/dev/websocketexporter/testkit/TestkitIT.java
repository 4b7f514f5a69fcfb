package dev.websocketexporter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** The helpers do what the tests that stand on them believe. */
class TestkitIT {
    @Test
    void openSocketIsLeft() throws IOException {
        ResourceWatch watch = ResourceWatch.begin();
        try (ScriptedServer server = ScriptedServer.plain(Script.SILENCE)) {
            assertThat(watch.left()).anyMatch(left -> left.startsWith("1 × socket:"));
            assertThat(watch.left()).contains("thread scripted-server-" + server.port() + "-accept");
        }
        watch.assertNothingLeft();
    }

    @Test
    void serverThatHasClosedKeepsNothing() throws IOException {
        ResourceWatch watch = ResourceWatch.begin();
        try (ScriptedServer server = ScriptedServer.plain(Script.SILENCE);
                Socket client = new Socket("127.0.0.1", server.port())) {
            Conditions.await(
                    java.time.Duration.ofSeconds(5), () -> server.accepted() == 1, () -> "no connection: " + client);
        }
        watch.assertNothingLeft();
    }

    @Test
    void finIsAnEndAndResetIsAnError() throws IOException {
        try (ScriptedServer server = ScriptedServer.plain(Peer::fin);
                Socket client = new Socket("127.0.0.1", server.port())) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        try (ScriptedServer server = ScriptedServer.plain(Peer::reset);
                Socket client = new Socket("127.0.0.1", server.port())) {
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void connectToAFullBacklogHangs() throws IOException {
        try (FullBacklog full = new FullBacklog();
                Socket client = new Socket()) {
            assertThatThrownBy(() -> client.connect(new InetSocketAddress("127.0.0.1", full.port()), 200))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void acceptIsThatOfTheExampleInTheRfc() {
        // RFC 6455 §1.3
        assertThat(UpgradeAnswer.acceptFor("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
