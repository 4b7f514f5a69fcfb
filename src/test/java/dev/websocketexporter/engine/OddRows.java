package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AfterUpgrade.ASKED;
import static dev.websocketexporter.engine.AfterUpgrade.HELD;
import static dev.websocketexporter.engine.AfterUpgrade.PINGED;
import static dev.websocketexporter.engine.ServerFrames.BINARY;
import static dev.websocketexporter.engine.ServerFrames.FIN;
import static dev.websocketexporter.engine.ServerFrames.RSV1;
import static dev.websocketexporter.engine.ServerFrames.TEXT;
import static dev.websocketexporter.engine.ServerFrames.concat;
import static dev.websocketexporter.engine.ServerFrames.deflate;
import static dev.websocketexporter.engine.ServerFrames.deflated;
import static dev.websocketexporter.engine.ServerFrames.fragmented;
import static dev.websocketexporter.engine.ServerFrames.frame;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static dev.websocketexporter.engine.ServerFrames.ping;
import static dev.websocketexporter.engine.ServerFrames.pong;
import static dev.websocketexporter.engine.ServerFrames.text;
import static dev.websocketexporter.engine.ServerFrames.times;
import static dev.websocketexporter.engine.ServerFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers that are odd, but break no rule, or none that counts. */
final class OddRows {
    private static final byte[] READY = text("ready");
    private static final AfterUpgrade BRIEFLY_HELD =
            HELD.with("held", Conversation.NONE.withHold(Duration.ofMillis(100)));

    private static final AfterUpgrade BEATING = PINGED.opening(Peer::upgrade);

    private OddRows() {}

    static List<OddRow> all() {
        List<OddRow> rows = new ArrayList<>();
        rows.addAll(packets());
        rows.addAll(messages());
        rows.addAll(controlFrames());
        rows.addAll(compression());
        rows.addAll(ends());
        rows.addAll(uponUpgrade());
        return rows;
    }

    private static List<OddRow> packets() {
        AfterUpgrade unasked = ASKED.opening(peer -> {});
        // Nothing follows the expected message: with it the conversation is over, and the Close may come before a pong.
        Script atOnce = peer -> peer.send(concat(answer(peer), ping("a"), hex("8100"), ping("b"), READY));
        Script byteByByte = peer -> {
            peer.sendByteByByte(new String(answer(peer), StandardCharsets.ISO_8859_1));
            peer.readFrame();
            peer.sendByteByByte(new String(concat(ping("a"), READY), StandardCharsets.ISO_8859_1));
        };
        return List.of(
                unasked.succeeds("everything in the packet of the 101", atOnce).where(ponging("a", "b")),
                unasked.secure()
                        .succeeds("everything in the packet of the 101", atOnce)
                        .where(ponging("a", "b")),
                unasked.succeeds("one byte at a time", byteByByte).where(ponging("a")),
                unasked.secure().succeeds("one byte at a time", byteByByte).where(ponging("a")),
                ASKED.succeeds("a message behind the expected one", READY, text("more")));
    }

    private static byte[] answer(Peer peer) throws IOException {
        return utf8(UpgradeAnswer.to(peer.readHead()).text());
    }

    private static List<OddRow> messages() {
        byte[] snowman = utf8("\ud83d\ude00 ready \u2603");
        List<OddRow> rows = new ArrayList<>(List.of(
                ASKED.succeeds("fragments of one byte", fragmented(FIN | TEXT, utf8("ready"), 1))
                        .where(received(1, 5)),
                ASKED.succeeds("empty fragments before, between and behind", hex("0100 0003726561 0000 00026479 8000"))
                        .where(received(1, 5)),
                ASKED.succeeds("empty messages", hex("8100 8200 0100 8000"), READY)
                        .where(received(4, 5)),
                ASKED.succeeds("the longest message that is allowed", ServerFrames.binary(1 << 20), READY)
                        .where(received(2, (1 << 20) + 5)),
                ASKED.limited(5).succeeds("messages as long as the limit", text("12345"), READY),
                ASKED.succeeds("a flood of messages", times(20_000, text("news")), READY)
                        .where(received(20_001, 80_005)),
                ASKED.secure()
                        .succeeds("a flood of messages", times(20_000, text("news")), READY)
                        .where(received(20_001, 80_005)),
                ASKED.with(
                                "asked for a snowman",
                                Conversation.NONE.withSteps(
                                        List.of(Said.send("hi"), Said.expect("^\ud83d\ude00 ready \u2603$"))))
                        .succeeds("characters cut by every fragment", fragmented(FIN | TEXT, snowman, 1))));
        for (int length : List.of(125, 126, 127, 65_535, 65_536)) {
            rows.add(ASKED.succeeds("a message of " + length + " bytes", ServerFrames.binary(length), READY)
                    .where(received(2, length + 5)));
        }
        return rows;
    }

    private static List<OddRow> controlFrames() {
        String long125 = "p".repeat(125);
        return List.of(
                ASKED.succeeds(
                                "pings in the middle of a fragmented message",
                                hex("0102 7265"),
                                ping("a"),
                                hex("0001 61"),
                                ping("b"),
                                ping(""),
                                hex("8002 6479"))
                        .where(ponging("a", "b", "")),
                ASKED.succeeds("pings as long as can be", ping(long125), READY).where(ponging(long125)),
                ASKED.succeeds(
                        "pongs that nobody asked for",
                        pong(""),
                        pong(long125),
                        hex("0100"),
                        pong("x"),
                        hex("8000"),
                        READY),
                ASKED.succeeds("a flood of pings", times(50_000, ping("p")), READY),
                BEATING.succeeds("another pong before the right one", pong("other"), READY),
                BEATING.succeeds("pings of its own", ping("a"), ping("b")),
                BEATING.succeeds("half a message", hex("0101 61")),
                BEATING.secure().succeeds("a flood of messages", times(20_000, READY)),
                BRIEFLY_HELD.succeeds("pings", ping("a"), ping("b")).where(ponging("a", "b")),
                BRIEFLY_HELD
                        .succeeds("messages that nobody expects", READY, READY)
                        .where(received(2, 10)),
                BRIEFLY_HELD
                        .succeeds("a flood of large messages", times(32, ServerFrames.binary(1 << 20)))
                        .where(received(32, 32 << 20)));
    }

    private static List<OddRow> compression() {
        byte[] ready = utf8("ready");
        AfterUpgrade taking = ASKED.compressed("");
        AfterUpgrade forgetting = ASKED.compressed("; server_no_context_takeover; client_no_context_takeover");
        byte[] longest = frame(FIN | RSV1 | BINARY, deflate(new byte[1 << 20]));
        byte[] cut = fragmented(FIN | RSV1 | TEXT, deflate(ready), 1);
        return List.of(
                taking.succeeds("one message", deflated(ready)).where(received(1, 5)),
                taking.succeeds(
                                "a reference to the message before",
                                hex("c107 f248cdc9c90700 c105 f200110000"),
                                deflated(ready))
                        .where(received(3, 15)),
                forgetting
                        .succeeds(
                                "the same message twice",
                                hex("c107 f248cdc9c90700 c107 f248cdc9c90700"),
                                deflated(ready))
                        .where(received(3, 15)),
                taking.succeeds("not compressed", READY).where(received(1, 5)),
                taking.succeeds("not compressed in between", hex("c107 f248cdc9c90700"), text("x"), deflated(ready))
                        .where(received(3, 11)),
                taking.succeeds("empty blocks", hex("c10d f2480500 0000ffff cac9c90700"), deflated(ready))
                        .where(received(2, 10)),
                taking.succeeds("a stored block", hex("c10b 000500faff 7265616479 00"))
                        .where(received(1, 5)),
                taking.succeeds("a final block", hex("c108 f348cdc9c9070000"), deflated(ready))
                        .where(received(2, 10)),
                taking.succeeds("an empty message", hex("c101 00 c102 0200"), deflated(ready)),
                taking.succeeds("fragments of one byte", cut).where(received(1, 5)),
                taking.succeeds(
                                "a ping in a fragmented message",
                                hex("4103 f248cd"),
                                ping("a"),
                                hex("8004 c9c90700"),
                                deflated(ready))
                        .where(ponging("a")),
                taking.succeeds("the longest message that is allowed", longest, deflated(ready))
                        .where(received(2, (1 << 20) + 5)),
                taking.succeeds("many long messages from few bytes", times(32, longest), deflated(ready))
                        .where(received(33, (32 << 20) + 5)));
    }

    private static List<OddRow> ends() {
        return List.of(
                ASKED.succeeds(
                                "a Close right behind the message",
                                peer -> peer.send(concat(READY, ServerFrames.close(1001, ""))))
                        .where(seen -> assertThat(seen.close().code()).isEqualTo(1001)),
                ASKED.succeeds("FIN right behind the message", peer -> {
                            peer.send(READY);
                            peer.finish();
                        })
                        .where(seen -> assertThat(seen.close().code()).isEqualTo(1006)),
                ASKED.secure()
                        .succeeds("close_notify right behind the message", peer -> {
                            peer.send(READY);
                            peer.closeNotify();
                        })
                        .where(seen -> assertThat(seen.close().code()).isEqualTo(1006)),
                ASKED.succeeds("garbage right behind the message", READY, hex("ffffffff"))
                        .where(seen -> assertThat(seen.close().clean()).isFalse()));
    }

    /** What comes after the 101 does not count where a module is judged by the upgrade alone. */
    private static List<OddRow> uponUpgrade() {
        AfterUpgrade alone =
                ASKED.with("judged by the upgrade alone", Conversation.NONE).opening(Peer::upgrade);
        return List.of(
                alone.succeeds("a message", READY),
                alone.succeeds("a masked frame", hex("8181 00000000 61")),
                alone.succeeds("HTTP", utf8("HTTP/1.1 500 Oops\r\n\r\n")),
                alone.succeeds("wrong UTF-8", hex("8101 ff")),
                alone.succeeds("2^63-1 bytes announced", hex("827f 7fffffffffffffff")),
                alone.succeeds("Close 1011", ServerFrames.close(1011, "dead")),
                alone.succeeds("a flood of messages", times(100_000, READY)),
                alone.succeeds("a flood of large messages", times(32, ServerFrames.binary(1 << 20))),
                alone.succeeds("a flood of pings", times(50_000, ping("p"))),
                alone.succeeds("FIN", Peer::finish));
    }

    private static GridRow.Facts received(long messages, long bytes) {
        return seen -> assertThat(seen.conversation().received()).isEqualTo(new Traffic(messages, bytes));
    }

    private static GridRow.Facts ponging(String... payloads) {
        return seen -> assertThat(seen.witness().frames().stream()
                        .filter(frame -> frame.opcode() == ServerFrames.PONG)
                        .map(frame -> new String(frame.payload(), StandardCharsets.UTF_8)))
                .containsExactly(payloads);
    }
}
