package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.plain;
import static dev.websocketexporter.conformance.ServerFrame.continuation;
import static dev.websocketexporter.conformance.ServerFrame.text;

import dev.websocketexporter.conformance.ConformanceCase.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** 6.1 to 6.4: UTF-8 that is whole, cut inside characters, or broken in one of several fragments. */
final class Utf8Cases {
    static final int INVALID_UTF8 = 1007;

    private static final String UMLAUTS = "Hello-µ@ßöäüàá-UTF-8!!";
    private static final byte[] GREEK = HexFormat.of().parseHex("cebae1bdb9cf83cebcceb5");
    private static final byte[] SURROGATE = joined(GREEK, HexFormat.of().parseHex("eda080656469746564"));

    /** A code point beyond U+10FFFF: the octet at 12 is the first that cannot stand there. */
    private static final byte[] BEYOND = joined(GREEK, HexFormat.of().parseHex("f4908080656469746564"));

    private static final int FIRST_WRONG = 12;

    private Utf8Cases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>(empty());
        cases.addAll(valid());
        cases.addAll(invalid());
        cases.addAll(failFast());
        return cases;
    }

    private static List<ConformanceCase> empty() {
        return List.of(
                plain("6.1.1", "text of length 0", echoed("", text(""))),
                plain(
                        "6.1.2",
                        "text in three fragments of length 0",
                        echoed("", text("").more(), continuation("").more(), continuation(""))),
                plain(
                        "6.1.3",
                        "text in three fragments, the outer ones of length 0",
                        echoed(
                                "middle frame payload",
                                text("").more(),
                                continuation("middle frame payload").more(),
                                continuation(""))));
    }

    private static List<ConformanceCase> valid() {
        return List.of(
                plain("6.2.1", "text beyond ASCII", echoed(UMLAUTS, text(UMLAUTS))),
                plain(
                        "6.2.2",
                        "text in two fragments, cut between characters",
                        echoed(UMLAUTS, text("Hello-µ@ßöä").more(), continuation("üàá-UTF-8!!"))),
                plain(
                        "6.2.3",
                        "text in fragments of one octet",
                        echoed(UMLAUTS, octetFragments(Message.text(UMLAUTS)))),
                plain("6.2.4", "Greek text in fragments of one octet", wire -> {
                    wire.send(octetFragments(Message.text(GREEK)));
                    wire.expect(Message.text(GREEK));
                    wire.closeNormally();
                }));
    }

    private static Scenario echoed(String message, ServerFrame... frames) {
        return wire -> {
            wire.send(frames);
            wire.expectText(message);
            wire.closeNormally();
        };
    }

    private static ServerFrame[] octetFragments(Message message) {
        return ServerFrame.fragments(message, 1).toArray(ServerFrame[]::new);
    }

    private static List<ConformanceCase> invalid() {
        return List.of(
                plain("6.3.1", "a surrogate in a text", wire -> {
                    wire.send(Message.text(SURROGATE));
                    wire.expectClose(INVALID_UTF8);
                }),
                plain("6.3.2", "a surrogate in a text, in fragments of one octet", wire -> {
                    wire.send(octetFragments(Message.text(SURROGATE)));
                    wire.expectClose(INVALID_UTF8);
                }));
    }

    /** The fault is refused when it is there, not at the end of the message. */
    private static List<ConformanceCase> failFast() {
        int wrongPart = GREEK.length + 4;
        return List.of(
                plain(
                        "6.4.1",
                        "a code point too large in the second of three fragments",
                        fragments(GREEK.length, wrongPart)),
                plain(
                        "6.4.2",
                        "the second of three fragments is the first wrong octet",
                        fragments(FIRST_WRONG, FIRST_WRONG + 1)),
                plain(
                        "6.4.3",
                        "a code point too large in the second of three chops of a frame",
                        chops(GREEK.length, wrongPart)),
                plain(
                        "6.4.4",
                        "the second of three chops of a frame is the first wrong octet",
                        chops(FIRST_WRONG, FIRST_WRONG + 1)));
    }

    /** A ping shows that the first fragment was taken; the third is never sent. */
    private static Scenario fragments(int firstEnd, int secondEnd) {
        return wire -> {
            wire.send(
                    ServerFrame.of(ServerFrame.TEXT, Arrays.copyOf(BEYOND, firstEnd))
                            .more(),
                    ServerFrame.ping("still there?"));
            wire.expectPong("still there?");
            wire.send(ServerFrame.of(ServerFrame.CONTINUATION, Arrays.copyOfRange(BEYOND, firstEnd, secondEnd))
                    .more());
            wire.expectClose(INVALID_UTF8);
        };
    }

    /** Nothing can be asked inside a frame, so only the second half is proved: the third chop is never sent. */
    private static Scenario chops(int firstEnd, int secondEnd) {
        return wire -> {
            byte[] whole = ServerFrame.of(ServerFrame.TEXT, BEYOND).bytes();
            int head = whole.length - BEYOND.length;
            wire.sendBytes(Arrays.copyOf(whole, head + firstEnd));
            wire.sendBytes(Arrays.copyOfRange(whole, head + firstEnd, head + secondEnd));
            wire.expectClose(INVALID_UTF8);
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
