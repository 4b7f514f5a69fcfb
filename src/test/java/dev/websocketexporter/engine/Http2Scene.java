package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.CONVERSATION;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Http2Connection;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;

/** How far a client and a server of HTTP/2 have come before a row begins. */
final class Http2Scene {
    /** What a server does after its preface, and after the request was read. */
    @FunctionalInterface
    interface Deed {
        void play(Http2Connection connection, Peer peer) throws IOException;
    }

    private Http2Scene() {}

    /** The server has read the preface of HTTP/2, and nothing more. */
    static GridRow begun(String name, Reason reason, Deed deed) {
        return row(UPGRADE, "HTTP/2 begun: " + name, reason, Conversation.NONE, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.readPreface();
            deed.play(connection, peer);
            peer.silence();
        });
    }

    /** The server has read the request. */
    static GridRow asked(String name, Reason reason, Deed deed) {
        return row(UPGRADE, "HTTP/2 asked: " + name, reason, Conversation.NONE, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.readRequest();
            deed.play(connection, peer);
            peer.silence();
        });
    }

    /** The stream is a WebSocket, on which the client does nothing for a long time. */
    static GridRow held(String name, Reason reason, Deed deed) {
        return row(CONVERSATION, "HTTP/2 held: " + name, reason, AfterUpgrade.HELD.conversation(), peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.accept();
            deed.play(connection, peer);
            peer.silence();
        });
    }

    private static GridRow row(Phase phase, String name, Reason reason, Conversation conversation, Script script) {
        return GridRow.of(name, phase, reason, stage -> {
            Stage set = reason == Reason.TIMEOUT ? stage.shortBudget() : stage;
            return set.with(set.module().with(conversation)).overHttp2().plain(script);
        });
    }

    static GridRow.Facts detail(String words) {
        return seen -> assertThat(seen.result().failure()).asString().contains(words);
    }

    static GridRow.Facts log(String words) {
        return seen ->
                assertThat(seen.result().log()).anyMatch(line -> line.message().contains(words));
    }
}
