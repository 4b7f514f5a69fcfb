package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.plain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** 9: large messages, many fragments, many packets, many messages, at reduced sizes; 10: automatic fragments. */
final class SizeCases {
    private static final int KIB = 1024;

    /** The suite's 64 KiB, 256 KiB and 1 MiB as they are; its 4, 8 and 16 MiB at a sixteenth. */
    private static final int[] WHOLE = {64 * KIB, 256 * KIB, 1024 * KIB, 256 * KIB, 512 * KIB, 1024 * KIB};

    /** The suite has 4 MiB. */
    private static final int FRAGMENTED = 512 * KIB;

    private static final int[] FRAGMENTS = {64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, 1024 * KIB, 4096 * KIB
    };

    /** The suite has 1 MiB. */
    private static final int CHOPPED = 256 * KIB;

    private static final int[] CHOPS = {64, 128, 256, 512, 1024, 2048};

    private static final int[] ROUND_TRIPS = {0, 16, 64, 256, 1024, 4096};

    /** The suite has 1,000. */
    private static final int ROUND_TRIP_MESSAGES = 100;

    private static final byte[] TEXT = "BAsd7&jh23".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTES = HexFormat.of().parseHex("00fe23faf0");

    private SizeCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.addAll(whole("9.1", ServerFrame.TEXT));
        cases.addAll(whole("9.2", ServerFrame.BINARY));
        cases.addAll(fragmented("9.3", ServerFrame.TEXT));
        cases.addAll(fragmented("9.4", ServerFrame.BINARY));
        cases.addAll(chopped("9.5", ServerFrame.TEXT));
        cases.addAll(chopped("9.6", ServerFrame.BINARY));
        cases.addAll(roundTrips("9.7", ServerFrame.TEXT));
        cases.addAll(roundTrips("9.8", ServerFrame.BINARY));
        cases.add(plain("10.1.1", "text of 65536 bytes in fragments of 1300", wire -> {
            Message message = message(ServerFrame.TEXT, 65536);
            wire.sendInFragments(1300, message);
            wire.expect(message);
            wire.closeNormally();
        }));
        return cases;
    }

    private static List<ConformanceCase> whole(String group, int opcode) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int size : WHOLE) {
            cases.add(plain(id(group, cases), kind(opcode) + " of " + size + " bytes", wire -> {
                Message message = message(opcode, size);
                wire.send(message);
                wire.expect(message);
                wire.closeNormally();
            }));
        }
        return cases;
    }

    private static List<ConformanceCase> fragmented(String group, int opcode) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int atMost : FRAGMENTS) {
            String what = kind(opcode) + " of " + FRAGMENTED + " bytes in fragments of " + atMost;
            cases.add(plain(id(group, cases), what, wire -> {
                Message message = message(opcode, FRAGMENTED);
                wire.sendInFragments(atMost, message);
                wire.expect(message);
                wire.closeNormally();
            }));
        }
        return cases;
    }

    private static List<ConformanceCase> chopped(String group, int opcode) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int octets : CHOPS) {
            String what = kind(opcode) + " of " + CHOPPED + " bytes in chops of " + octets;
            cases.add(plain(id(group, cases), what, wire -> {
                Message message = message(opcode, CHOPPED);
                wire.sendChopped(octets, ServerFrame.of(opcode, message.payload()));
                wire.expect(message);
                wire.closeNormally();
            }));
        }
        return cases;
    }

    private static List<ConformanceCase> roundTrips(String group, int opcode) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int size : ROUND_TRIPS) {
            String what = ROUND_TRIP_MESSAGES + " times " + kind(opcode) + " of " + size + " bytes";
            cases.add(plain(id(group, cases), what, wire -> {
                Message message = message(opcode, size);
                for (int i = 0; i < ROUND_TRIP_MESSAGES; i++) {
                    wire.send(message);
                    wire.expect(message);
                }
                wire.closeNormally();
            }));
        }
        return cases;
    }

    private static String id(String group, List<ConformanceCase> before) {
        return group + "." + (before.size() + 1);
    }

    private static String kind(int opcode) {
        return opcode == ServerFrame.TEXT ? "text" : "binary";
    }

    private static Message message(int opcode, int size) {
        byte[] pattern = opcode == ServerFrame.TEXT ? TEXT : BYTES;
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = pattern[i % pattern.length];
        }
        return new Message(opcode, payload);
    }
}
