package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Said.PING;
import static dev.websocketexporter.engine.Said.PONG;
import static dev.websocketexporter.engine.Said.TEXT;
import static dev.websocketexporter.engine.Said.expect;
import static dev.websocketexporter.engine.Said.expectBytes;
import static dev.websocketexporter.engine.Said.expectJson;
import static dev.websocketexporter.engine.Said.send;
import static dev.websocketexporter.engine.Said.skipping;
import static dev.websocketexporter.engine.Said.utf8;
import static dev.websocketexporter.probe.report.Phase.CONVERSATION;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.time.Duration;
import java.util.List;

/** Servers that speak WebSocket as they should, and say what they should not, or nothing. */
final class ScriptRows {
    private static final Heartbeat IMPATIENT = new Heartbeat(1, Duration.ofSeconds(1), Duration.ofMillis(100), 0);

    private ScriptRows() {}

    static List<GridRow> all() {
        return List.of(
                unexpected("another text", saying("hello"), expect("^welcome$")),
                unexpected("more noise than may be skipped", saying("a", "b", "c"), skipping(expect("z"), 2)),
                unexpected("an empty message", saying(""), expect(".")),
                unexpected("no JSON", saying("hello"), expectJson("/type", "ack")),
                unexpected("JSON with something behind it", saying("{\"type\":\"ack\"} x"), expectJson("/type", "ack")),
                unexpected("JSON with a name twice", saying("{\"a\":true,\"a\":1}"), expectJson("/a", true)),
                unexpected("JSON without the member", saying("{}"), expectJson("/type", "ack")),
                unexpected("other bytes", saying("ab"), expectBytes(1, 2)),
                missing("silent", Peer::silence),
                missing("answers with another payload", peer -> {
                    peer.readFrame();
                    peer.sendFrame(PONG, utf8("else"));
                }),
                missing("answers too late", peer -> {
                    byte[] ping = peer.readFrame().payload();
                    // Our Close: the heartbeat is over by now.
                    peer.readFrame();
                    peer.sendFrame(PONG, ping);
                }),
                row(
                        "dead after the hold",
                        Reason.PONG_MISSED,
                        Peer::silence,
                        Conversation.NONE
                                .with(new Heartbeat(0, IMPATIENT.interval(), IMPATIENT.timeout(), 0))
                                .withHold(Duration.ofMillis(50))),
                settling(
                        "closes at once",
                        Reason.CLOSED_BY_PEER,
                        peer -> peer.sendClose(4406, "Subprotocol not acceptable")),
                settling("ends at once", Reason.CONNECTION_CLOSED, Peer::fin),
                settling("resets when the 101 was read", Reason.CONNECTION_RESET, peer -> {
                    peer.sendFrame(PING);
                    peer.readFrame();
                    peer.reset();
                }),
                waiting("says nothing", Peer::silence, expect("x")),
                waiting("says only what is skipped", saying("a", "b"), skipping(expect("x"), Step.ANY_NUMBER)),
                waiting("sends a message without an end", peer -> peer.send("\u0001\u0001x"), expect("x")));
    }

    private static Script saying(String... texts) {
        return peer -> {
            for (String text : texts) {
                peer.sendFrame(TEXT, utf8(text));
            }
        };
    }

    private static GridRow unexpected(String name, Script script, Step step) {
        return row(name, Reason.UNEXPECTED_MESSAGE, script, Conversation.NONE.withSteps(List.of(send("hi"), step)));
    }

    private static GridRow missing(String name, Script script) {
        return row("pings: " + name, Reason.PONG_MISSED, script, Conversation.NONE.with(IMPATIENT));
    }

    private static GridRow settling(String name, Reason reason, Script script) {
        return row("settle: " + name, reason, script, Conversation.NONE.withSettle(Duration.ofSeconds(4)));
    }

    private static GridRow waiting(String name, Script script, Step step) {
        GridRow row = row(name, Reason.TIMEOUT, script, Conversation.NONE.withSteps(List.of(step)));
        return GridRow.of(
                row.name(), row.phase(), row.reason(), stage -> row.scene().set(stage.shortBudget()));
    }

    private static GridRow row(String name, Reason reason, Script script, Conversation conversation) {
        return GridRow.of(
                "after the upgrade: " + name,
                CONVERSATION,
                reason,
                stage -> stage.with(stage.module().with(conversation)).plain(peer -> {
                    peer.upgrade();
                    script.play(peer);
                    stage.witness().hear(peer);
                }));
    }
}
