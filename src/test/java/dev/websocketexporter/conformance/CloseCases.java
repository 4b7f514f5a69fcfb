package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.plain;
import static dev.websocketexporter.conformance.ServerFrame.close;
import static dev.websocketexporter.conformance.ServerFrame.continuation;
import static dev.websocketexporter.conformance.ServerFrame.ping;
import static dev.websocketexporter.conformance.ServerFrame.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** 7: the closing handshake, begun by the server. */
final class CloseCases {
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NO_CODE = 0;
    private static final String HELLO = "Hello World!";

    private static final int[] VALID = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999};

    /** RFC 6455 §7.4.2: not used, reserved, or never sent. */
    private static final int[] INVALID = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999};

    /** Beyond what the standard gives to anybody. */
    private static final int[] UNDEFINED = {5000, 65535};

    private CloseCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>(order());
        cases.addAll(payloads());
        cases.addAll(codes());
        return cases;
    }

    /** What comes after a Close is not answered. */
    private static List<ConformanceCase> order() {
        byte[] long256 = new byte[256 * 1024];
        Arrays.fill(long256, (byte) '*');
        return List.of(
                plain("7.1.1", "text, then a Close", wire -> {
                    wire.send(text(HELLO));
                    wire.expectText(HELLO);
                    wire.closeNormally();
                }),
                plain("7.1.2", "two Closes", wire -> {
                    wire.send(close(NORMAL), ServerFrame.of(ServerFrame.CLOSE));
                    wire.expectClose(NORMAL);
                }),
                plain("7.1.3", "ping after the Close", wire -> {
                    wire.send(close(NORMAL), ping(""));
                    wire.expectClose(NORMAL);
                }),
                plain("7.1.4", "text after the Close", wire -> {
                    wire.send(close(NORMAL), text(HELLO));
                    wire.expectClose(NORMAL);
                }),
                plain("7.1.5", "Close between two fragments", wire -> {
                    wire.send(text("fragment1").more(), close(NORMAL), continuation("fragment2"));
                    wire.expectClose(NORMAL);
                }),
                plain("7.1.6", "text of 256 KiB, text, Close, ping; what is echoed is left open", wire -> {
                    wire.send(ServerFrame.of(ServerFrame.TEXT, long256), text(HELLO), close(NORMAL), ping(""));
                    wire.expectSomeEchoesAndClose(NORMAL, Message.text(long256), Message.text(HELLO));
                }));
    }

    private static List<ConformanceCase> payloads() {
        byte[] broken = HexFormat.of().parseHex("cebae1bdb9cf83cebcceb5eda080656469746564");
        return List.of(
                answered("7.3.1", "Close without code", ServerFrame.of(ServerFrame.CLOSE), NO_CODE, NORMAL),
                answered("7.3.2", "Close with one byte", ServerFrame.of(ServerFrame.CLOSE, "a"), PROTOCOL_ERROR),
                answered("7.3.3", "Close with a code", close(NORMAL), NORMAL),
                answered("7.3.4", "Close with a code and a reason", close(NORMAL, HELLO), NORMAL),
                answered("7.3.5", "Close with a reason of 123 bytes", close(NORMAL, "*".repeat(123)), NORMAL),
                answered(
                        "7.3.6",
                        "Close with a reason of 124 bytes, too long for a control frame",
                        close(NORMAL, "*".repeat(124)),
                        PROTOCOL_ERROR),
                answered(
                        "7.5.1",
                        "Close with a reason that is not UTF-8",
                        close(NORMAL, broken),
                        Utf8Cases.INVALID_UTF8));
    }

    private static List<ConformanceCase> codes() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int i = 0; i < VALID.length; i++) {
            int code = VALID[i];
            cases.add(answered("7.7." + (i + 1), "Close with code " + code, close(code), code, NORMAL));
        }
        for (int i = 0; i < INVALID.length; i++) {
            int code = INVALID[i];
            cases.add(answered("7.9." + (i + 1), "Close with forbidden code " + code, close(code), PROTOCOL_ERROR));
        }
        for (int i = 0; i < UNDEFINED.length; i++) {
            int code = UNDEFINED[i];
            cases.add(answered(
                    "7.13." + (i + 1),
                    "Close with undefined code " + code + "; the answer is left open",
                    close(code),
                    NORMAL,
                    PROTOCOL_ERROR,
                    code));
        }
        return cases;
    }

    private static ConformanceCase answered(String id, String what, ServerFrame close, int... codes) {
        return plain(id, what, wire -> {
            wire.send(close);
            wire.expectClose(codes);
        });
    }
}
