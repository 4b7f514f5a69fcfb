package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.plain;
import static dev.websocketexporter.conformance.ServerFrame.ping;
import static dev.websocketexporter.conformance.ServerFrame.text;

import dev.websocketexporter.conformance.ConformanceCase.Scenario;
import java.util.ArrayList;
import java.util.List;

/** 3: reserved bits that no extension gave a meaning; 4: reserved opcodes. */
final class ReservedCases {
    private static final int PROTOCOL_ERROR = 1002;
    private static final String HELLO = "Hello, world!";
    private static final int FIRST_RESERVED_DATA = 3;
    private static final int FIRST_RESERVED_CONTROL = 11;

    private ReservedCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>(bits());
        cases.addAll(opcodes("4.1", "data", FIRST_RESERVED_DATA));
        cases.addAll(opcodes("4.2", "control", FIRST_RESERVED_CONTROL));
        return cases;
    }

    private static List<ConformanceCase> bits() {
        ServerFrame hello = text(HELLO);
        ServerFrame octets = ServerFrame.of(ServerFrame.BINARY, new byte[] {0, -1, -2, -3, -4, -5, 0, -1});
        return List.of(
                plain("3.1", "text with reserved bits 1", refused(Spread.IN_ONE, hello.rsv(1))),
                plain("3.2", "text, text with reserved bits 2, ping", refusedAfterHello(Spread.IN_ONE, hello.rsv(2))),
                plain(
                        "3.3",
                        "text, text with reserved bits 3, ping, frame by frame",
                        refusedAfterHello(Spread.FRAME_BY_FRAME, hello.rsv(3))),
                plain(
                        "3.4",
                        "text, text with reserved bits 4, ping, octet by octet",
                        refusedAfterHello(Spread.OCTET_BY_OCTET, hello.rsv(4))),
                plain("3.5", "binary with reserved bits 5", refused(Spread.IN_ONE, octets.rsv(5))),
                plain(
                        "3.6",
                        "ping with reserved bits 6",
                        refused(Spread.IN_ONE, ping(HELLO).rsv(6))),
                plain(
                        "3.7",
                        "Close with reserved bits 7",
                        refused(Spread.IN_ONE, ServerFrame.of(ServerFrame.CLOSE).rsv(7))));
    }

    /** Five opcodes: without and with payload, then the same after a text and before a ping. */
    private static List<ConformanceCase> opcodes(String group, String kind, int first) {
        return List.of(
                plain(group + ".1", kind + " opcode " + first, refused(Spread.IN_ONE, ServerFrame.of(first))),
                plain(
                        group + ".2",
                        kind + " opcode " + (first + 1) + " with payload",
                        refused(Spread.IN_ONE, ServerFrame.of(first + 1, "reserved opcode payload"))),
                plain(
                        group + ".3",
                        "text, " + kind + " opcode " + (first + 2) + ", ping",
                        refusedAfterHello(Spread.IN_ONE, ServerFrame.of(first + 2))),
                plain(
                        group + ".4",
                        "text, " + kind + " opcode " + (first + 3) + " with payload, ping",
                        refusedAfterHello(Spread.IN_ONE, ServerFrame.of(first + 3, HELLO))),
                plain(
                        group + ".5",
                        "text, " + kind + " opcode " + (first + 4) + " with payload, ping, octet by octet",
                        refusedAfterHello(Spread.OCTET_BY_OCTET, ServerFrame.of(first + 4, HELLO))));
    }

    private static Scenario refused(Spread spread, ServerFrame wrong) {
        return wire -> {
            spread.send(wire, wrong);
            wire.expectClose(PROTOCOL_ERROR);
        };
    }

    /** The text before the fault is echoed; the ping after it is not answered. */
    private static Scenario refusedAfterHello(Spread spread, ServerFrame wrong) {
        return wire -> {
            spread.send(wire, text(HELLO), wrong, ping(""));
            wire.expectText(HELLO);
            wire.expectClose(PROTOCOL_ERROR);
        };
    }
}
