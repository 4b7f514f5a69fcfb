package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AfterUpgrade.ASKED;
import static dev.websocketexporter.engine.AfterUpgrade.HELD;
import static dev.websocketexporter.engine.AfterUpgrade.PINGED;
import static dev.websocketexporter.engine.ServerFrames.hex;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** FIN and RST at every point after the upgrade. */
final class ConnectionEndRows {
    private static final Map<String, byte[]> POINTS = points();

    private ConnectionEndRows() {}

    private static Map<String, byte[]> points() {
        Map<String, byte[]> points = new LinkedHashMap<>();
        points.put("before any frame", new byte[0]);
        points.put("inside of a header", hex("81"));
        points.put("inside of a length of two bytes", hex("827e 01"));
        points.put("inside of a length of eight bytes", hex("827f 00000000"));
        points.put("before a payload", hex("8105"));
        points.put("inside of a payload", hex("8105 7265"));
        points.put("inside of a character", hex("8105 e282"));
        points.put("between two fragments", hex("0101 61"));
        points.put("before the last, empty fragment", hex("0101 61 0000"));
        points.put("inside of the second fragment", hex("0101 61 8002 61"));
        points.put("inside of a ping", hex("8905 61"));
        points.put("behind a ping", hex("8901 61"));
        points.put("behind a pong that nobody asked for", hex("8a01 61"));
        points.put("behind a ping in a message", hex("0101 61 8901 61"));
        points.put("behind a message", hex("8101 61"));
        points.put("inside of a Close", hex("8802 03"));
        points.put("inside of the header of a Close", hex("88"));
        return points;
    }

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>();
        POINTS.forEach((point, before) -> {
            rows.add(ending(ASKED, "FIN", point, before, Reason.CONNECTION_CLOSED, Peer::finish));
            rows.add(ending(ASKED, "RST", point, before, Reason.CONNECTION_RESET, Peer::reset));
        });
        for (String point : List.of("before any frame", "inside of a payload", "between two fragments")) {
            byte[] before = POINTS.getOrDefault(point, new byte[0]);
            for (AfterUpgrade setting : List.of(HELD, PINGED)) {
                rows.add(ending(setting, "FIN", point, before, Reason.CONNECTION_CLOSED, Peer::finish));
                rows.add(ending(setting, "RST", point, before, Reason.CONNECTION_RESET, Peer::reset));
            }
            for (AfterUpgrade setting : List.of(ASKED.secure(), HELD.secure(), PINGED.secure())) {
                rows.add(ending(setting, "close_notify", point, before, Reason.CONNECTION_CLOSED, Peer::closeNotify));
                rows.add(ending(setting, "FIN", point, before, Reason.CONNECTION_CLOSED, Peer::finish));
                rows.add(ending(setting, "RST", point, before, Reason.CONNECTION_RESET, Peer::reset));
            }
        }
        AfterUpgrade atOnce = ASKED.opening(Peer::upgrade).named("right behind the 101");
        rows.add(atOnce.fails("FIN", Reason.CONNECTION_CLOSED, Peer::finish));
        AfterUpgrade compressed = ASKED.compressed("");
        rows.add(compressed.fails("FIN inside of a compressed message", Reason.CONNECTION_CLOSED, peer -> {
            peer.send(hex("4103 f248cd"));
            peer.finish();
        }));
        return rows;
    }

    private static GridRow ending(
            AfterUpgrade setting, String end, String point, byte[] before, Reason reason, Script ending) {
        return setting.fails(end + " " + point, reason, peer -> {
            peer.send(before);
            ending.play(peer);
        });
    }
}
