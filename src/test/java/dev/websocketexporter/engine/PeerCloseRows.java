package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AfterUpgrade.ASKED;
import static dev.websocketexporter.engine.AfterUpgrade.HELD;
import static dev.websocketexporter.engine.AfterUpgrade.PINGED;
import static dev.websocketexporter.engine.ServerFrames.concat;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Close frames that are as they should be, but come before the conversation is over. */
final class PeerCloseRows {
    private static final List<Integer> CODES =
            List.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999);

    private PeerCloseRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>();
        for (int code : CODES) {
            rows.add(closing(ASKED, "Close " + code, code, "so \u00e9", ServerFrames.close(code, "so \u00e9")));
        }
        for (int code : List.of(1000, 1008, 1011, 1013)) {
            byte[] close = ServerFrames.close(code, "");
            rows.add(closing(inThePacketOfThe101(close), "Close " + code, code, null, new byte[0]));
            rows.add(closing(HELD, "Close " + code, code, null, close));
            rows.add(closing(PINGED, "Close " + code + " instead of a pong", code, null, close));
            rows.add(closing(ASKED.secure(), "Close " + code, code, null, close));
        }
        byte[] going = ServerFrames.close(1001, "");
        rows.add(closing(ASKED, "Close without a code", 1005, null, hex("8800")));
        rows.add(closing(ASKED, "Close with the longest reason", 1001, longest(), ServerFrames.close(1001, longest())));
        rows.add(closing(ASKED, "Close inside of a message", 1001, null, concat(hex("0101 61"), going)));
        rows.add(closing(ASKED, "message, then Close", 1001, null, concat(hex("8101 61"), going)));
        rows.add(closing(ASKED, "garbage behind the Close", 1001, null, concat(going, hex("ffffffff"))));
        rows.add(closing(ASKED, "Close, then FIN", 1001, null, peer -> {
            peer.send(going);
            peer.finish();
        }));
        return rows;
    }

    private static String longest() {
        return "r".repeat(123);
    }

    private static AfterUpgrade inThePacketOfThe101(byte[] frames) {
        return ASKED.opening(peer -> peer.send(concat(
                        ServerFrames.utf8(UpgradeAnswer.to(peer.readHead()).text()), frames)))
                .about(seen -> {})
                .named("in the packet of the 101");
    }

    private static GridRow closing(
            AfterUpgrade setting, String name, int code, @Nullable String reason, byte[] frames) {
        return closing(setting, name, code, reason, peer -> peer.send(frames));
    }

    private static GridRow closing(
            AfterUpgrade setting, String name, int code, @Nullable String reason, Script misdeed) {
        return setting.fails(name, Reason.CLOSED_BY_PEER, misdeed).where(seen -> {
            assertThat(seen.close().code()).isEqualTo(code);
            assertThat(seen.close().reason()).isEqualTo(reason);
        });
    }
}
