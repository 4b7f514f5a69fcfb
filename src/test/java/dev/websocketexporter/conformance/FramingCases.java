package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.plain;
import static dev.websocketexporter.conformance.ServerFrame.ping;
import static dev.websocketexporter.conformance.ServerFrame.pong;

import dev.websocketexporter.conformance.ConformanceCase.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** 1: messages around the borders of the length field; 2: pings and pongs. */
final class FramingCases {
    private static final int[] LENGTHS = {0, 125, 126, 127, 128, 65535, 65536};
    private static final int PROTOCOL_ERROR = 1002;
    private static final String UNASKED = "unsolicited pong payload";

    private FramingCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.addAll(messages("1.1", "text", '*', ServerFrame.TEXT));
        cases.addAll(messages("1.2", "binary", 0xfe, ServerFrame.BINARY));
        cases.addAll(pings());
        cases.addAll(pongs());
        return cases;
    }

    private static List<ConformanceCase> messages(String group, String kind, int octet, int opcode) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int length : LENGTHS) {
            Message message = new Message(opcode, filled(length, octet));
            cases.add(plain(group + "." + (cases.size() + 1), kind + " message of " + length + " bytes", wire -> {
                wire.send(message);
                wire.expect(message);
                wire.closeNormally();
            }));
        }
        Message longest = new Message(opcode, filled(65536, octet));
        cases.add(plain(group + ".8", kind + " message of 65536 bytes in chops of 997", wire -> {
            wire.sendChopped(997, ServerFrame.of(opcode, longest.payload()));
            wire.expect(longest);
            wire.closeNormally();
        }));
        return cases;
    }

    private static List<ConformanceCase> pings() {
        byte[] longest = filled(125, 0xfe);
        byte[] octets = {0, -1, -2, -3, -4, -5, 0, -1};
        return List.of(
                plain("2.1", "ping without payload", answered(ServerFrame.of(ServerFrame.PING))),
                plain("2.2", "ping with text", answered(ping("Hello, world!"))),
                plain("2.3", "ping with bytes that are no text", answered(ServerFrame.of(ServerFrame.PING, octets))),
                plain("2.4", "ping with 125 bytes", answered(ServerFrame.of(ServerFrame.PING, longest))),
                plain("2.5", "ping with 126 bytes, which no control frame may have", wire -> {
                    wire.send(ServerFrame.of(ServerFrame.PING, filled(126, 0xfe)));
                    wire.expectClose(PROTOCOL_ERROR);
                }),
                plain("2.6", "ping with 125 bytes, octet by octet", wire -> {
                    wire.sendChopped(1, ServerFrame.of(ServerFrame.PING, longest));
                    wire.expectPong(longest);
                    wire.closeNormally();
                }));
    }

    private static Scenario answered(ServerFrame ping) {
        return wire -> {
            wire.send(ping);
            wire.expectPong(ping.payload());
            wire.closeNormally();
        };
    }

    private static List<ConformanceCase> pongs() {
        return List.of(
                plain("2.7", "pong without payload that nobody asked for", wire -> {
                    wire.send(ServerFrame.of(ServerFrame.PONG));
                    wire.closeNormally();
                }),
                plain("2.8", "pong with payload that nobody asked for", wire -> {
                    wire.send(pong(UNASKED));
                    wire.closeNormally();
                }),
                plain("2.9", "pong that nobody asked for, then a ping", wire -> {
                    wire.send(pong(UNASKED), ping("ping payload"));
                    wire.expectPong("ping payload");
                    wire.closeNormally();
                }),
                plain("2.10", "ten pings at once", wire -> {
                    wire.send(tenPings());
                    expectTenPongs(wire);
                }),
                plain("2.11", "ten pings at once, octet by octet", wire -> {
                    wire.sendChopped(1, tenPings());
                    expectTenPongs(wire);
                }));
    }

    private static ServerFrame[] tenPings() {
        ServerFrame[] pings = new ServerFrame[10];
        Arrays.setAll(pings, number -> ping("payload-" + number));
        return pings;
    }

    private static void expectTenPongs(Dialogue wire) throws IOException {
        for (ServerFrame ping : tenPings()) {
            wire.expectPong(ping.payload());
        }
        wire.closeNormally();
    }

    private static byte[] filled(int length, int octet) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) octet);
        return bytes;
    }
}
