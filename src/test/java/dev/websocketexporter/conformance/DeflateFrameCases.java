package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.compressed;
import static dev.websocketexporter.conformance.ServerFrame.RSV1;
import static dev.websocketexporter.conformance.ServerFrame.continuation;
import static dev.websocketexporter.conformance.ServerFrame.ping;
import static dev.websocketexporter.conformance.ServerFrame.text;

import dev.websocketexporter.conformance.ConformanceCase.Scenario;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** R: the examples of RFC 7692 §7.2.3 byte for byte, and what §6 and §7 forbid. */
final class DeflateFrameCases {
    private static final int PROTOCOL_ERROR = 1002;
    private static final Negotiation DEFLATE = Negotiation.wishing("");
    private static final String HELLO = "Hello";
    private static final byte[] COMPRESSED = bytes("f248cdc9c90700");

    private DeflateFrameCases() {}

    static List<ConformanceCase> all() {
        return List.of(
                echoed("R.1", "one compressed block", message(COMPRESSED)),
                echoed(
                        "R.2",
                        "one compressed block in two fragments",
                        message(Arrays.copyOf(COMPRESSED, 3)).more(),
                        ServerFrame.of(ServerFrame.CONTINUATION, Arrays.copyOfRange(COMPRESSED, 3, COMPRESSED.length))),
                compressed("R.3", "the second message points into the first", DEFLATE, wire -> {
                    wire.send(message(COMPRESSED), message(bytes("f200110000")));
                    wire.expectText(HELLO);
                    wire.expectText(HELLO);
                    wire.closeNormally();
                }),
                echoed("R.4", "a block without compression", message(bytes("000500faff48656c6c6f00"))),
                echoed("R.5", "a final block", message(bytes("f348cdc9c9070000"))),
                echoed("R.6", "two blocks", message(bytes("f24805000000ffffcac9c90700"))),
                compressed("R.7", "an empty message", DEFLATE, wire -> {
                    wire.send(message(bytes("00")));
                    wire.expectText("");
                    wire.closeNormally();
                }),
                echoed("R.8", "a message that is not compressed", text(HELLO)),
                compressed("R.9", "a ping inside a compressed message", DEFLATE, wire -> {
                    wire.send(
                            message(Arrays.copyOf(COMPRESSED, 3)).more(),
                            ping("in between"),
                            ServerFrame.of(
                                    ServerFrame.CONTINUATION, Arrays.copyOfRange(COMPRESSED, 3, COMPRESSED.length)));
                    wire.expectPong("in between");
                    wire.expectText(HELLO);
                    wire.closeNormally();
                }),
                refused("R.10", "RSV1 on a ping", PROTOCOL_ERROR, ping("").rsv(RSV1)),
                refused(
                        "R.11",
                        "RSV1 on a continuation",
                        PROTOCOL_ERROR,
                        text("a").more(),
                        continuation("b").rsv(RSV1)),
                refused(
                        "R.12",
                        "RSV2 on a compressed message",
                        PROTOCOL_ERROR,
                        message(COMPRESSED).rsv(RSV1 | 2)),
                refused("R.13", "data that is no DEFLATE", PROTOCOL_ERROR, message(bytes("ffffffff"))),
                refused(
                        "R.14",
                        "compressed text that is not UTF-8",
                        Utf8Cases.INVALID_UTF8,
                        message(bytes("000200fdffc0af00"))));
    }

    private static ServerFrame message(byte[] compressed) {
        return ServerFrame.of(ServerFrame.TEXT, compressed).rsv(RSV1);
    }

    private static ConformanceCase echoed(String id, String what, ServerFrame... frames) {
        return compressed(id, what, DEFLATE, wire -> {
            wire.send(frames);
            wire.expectText(HELLO);
            wire.closeNormally();
        });
    }

    private static ConformanceCase refused(String id, String what, int code, ServerFrame... frames) {
        Scenario scenario = wire -> {
            wire.send(frames);
            wire.expectClose(code);
        };
        return compressed(id, what, DEFLATE, scenario);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
