package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AfterUpgrade.ASKED;
import static dev.websocketexporter.engine.AfterUpgrade.HELD;
import static dev.websocketexporter.engine.AfterUpgrade.PINGED;
import static dev.websocketexporter.engine.ServerFrames.hex;

import dev.websocketexporter.probe.report.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a server must not send (RFC 6455 §5 and §7.4), while messages are waited for and while they are not. The
 * messages are limited to 1000 bytes.
 */
final class FrameRows {
    /** A name, the bytes, the reason. */
    private static final String FORBIDDEN = """
            masked text                          | 8181 00000000 61                | protocol_error
            masked ping                          | 8980 00000000                   | protocol_error
            masked Close                         | 8882 00000000 03e8              | protocol_error
            RSV1 without an agreement            | c101 61                         | protocol_error
            RSV2                                 | a101 61                         | protocol_error
            RSV3                                 | 9101 61                         | protocol_error
            all reserved bits                    | f101 61                         | protocol_error
            RSV1 on a ping                       | c900                            | protocol_error
            RSV2 on a Close                      | a882 03e8                       | protocol_error
            RSV3 on a continuation               | 0101 61 9001 61                 | protocol_error
            opcode 3                             | 8300                            | protocol_error
            opcode 4                             | 8400                            | protocol_error
            opcode 5                             | 8500                            | protocol_error
            opcode 6                             | 8600                            | protocol_error
            opcode 7                             | 8700                            | protocol_error
            opcode 11                            | 8b00                            | protocol_error
            opcode 12                            | 8c00                            | protocol_error
            opcode 13                            | 8d00                            | protocol_error
            opcode 14                            | 8e00                            | protocol_error
            opcode 15                            | 8f00                            | protocol_error
            opcode 3 inside of a message         | 0101 61 0301 61                 | protocol_error
            fragmented ping                      | 0900 8000                       | protocol_error
            fragmented pong                      | 0a00 8000                       | protocol_error
            fragmented Close                     | 0802 03e8 8000                  | protocol_error
            ping of 126 bytes                    | 897e 007e                       | protocol_error
            pong of 2^63-1 bytes                 | 8a7f 7fffffffffffffff           | protocol_error
            Close of 126 bytes                   | 887e 007e                       | protocol_error
            continuation without a start         | 8001 61                         | protocol_error
            empty continuation without a start   | 8000                            | protocol_error
            continuation that never starts       | 0001 61 0001 61                 | protocol_error
            continuation behind the end          | 8101 61 8001 61                 | protocol_error
            text inside of a text                | 0101 61 8101 61                 | protocol_error
            text inside of an empty start        | 0100 8101 61                    | protocol_error
            binary inside of a text              | 0101 61 0201 61                 | protocol_error
            text inside of a binary              | 0201 61 0001 61 8101 61         | protocol_error
            HTTP                                 | 485454502f312e31                | protocol_error
            0 bytes in two length bytes          | 827e 0000                       | protocol_error
            125 bytes in two length bytes        | 827e 007d                       | protocol_error
            125 bytes in eight length bytes      | 827f 000000000000007d           | protocol_error
            65535 bytes in eight length bytes    | 827f 000000000000ffff           | protocol_error
            length with the top bit alone        | 827f 8000000000000000           | protocol_error
            length with all bits                 | 827f ffffffffffffffff           | protocol_error
            length of 2^63-1                     | 827f 7fffffffffffffff           | message_too_large
            length of 2^63-1 of a text           | 817f 7fffffffffffffff           | message_too_large
            length of 2^32                       | 827f 0000000100000000           | message_too_large
            length of 2^31                       | 827f 0000000080000000           | message_too_large
            2^63-1 behind a fragment             | 0201 61 807f 7fffffffffffffff   | message_too_large
            one byte above the limit             | 827e 03e9                       | message_too_large
            fragments above the limit            | 0201 61 807e 03e8               | message_too_large
            Close with one byte                  | 8801 03                         | protocol_error
            Close whose reason is no UTF-8       | 8803 03e8 ff                    | invalid_utf8
            Close whose reason is cut            | 8804 03e8 e282                  | invalid_utf8
            Close whose reason is overlong       | 8804 03e8 c080                  | invalid_utf8
            byte that is never UTF-8             | 8101 ff                         | invalid_utf8
            overlong slash                       | 8102 c0af                       | invalid_utf8
            overlong in three bytes              | 8103 e08080                     | invalid_utf8
            surrogate                            | 8103 eda080                     | invalid_utf8
            above U+10FFFF                       | 8104 f4908080                   | invalid_utf8
            lonely continuation byte             | 8102 6180                       | invalid_utf8
            character cut by the end             | 8103 61e282                     | invalid_utf8
            character cut by the last fragment   | 0101 e2 8001 82                 | invalid_utf8
            character cut wrong by fragments     | 0101 e2 8001 28                 | invalid_utf8
            cut by three fragments, wrong        | 0102 61f0 0001 90 0001 8f 8001 ff | invalid_utf8
            wrong byte long before the end       | 017e 0300 ff                    | invalid_utf8
            ping between a character's parts     | 0101 e2 8900 8001 28            | invalid_utf8
            """;

    /** RFC 6455 §7.4: never on the wire, or of no known meaning. */
    private static final List<Integer> FORBIDDEN_CODES =
            List.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535);

    private FrameRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>();
        for (String line : FORBIDDEN.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            String name = cells[0].strip();
            byte[] bytes = hex(cells[1].strip());
            Reason reason = Reason.valueOf(cells[2].strip().toUpperCase(Locale.ROOT));
            for (AfterUpgrade setting : List.of(ASKED.limited(1000), HELD.limited(1000))) {
                rows.add(setting.fails(name, reason, bytes).where(AfterUpgrade.allocatingAtMost(4 << 20)));
            }
        }
        for (int code : FORBIDDEN_CODES) {
            rows.add(ASKED.fails("Close " + code, Reason.PROTOCOL_ERROR, ServerFrames.close(code, "")));
        }
        rows.add(ASKED.secure().fails("masked text", Reason.PROTOCOL_ERROR, hex("8181 00000000 61")));
        rows.add(HELD.secure().fails("wrong UTF-8", Reason.INVALID_UTF8, hex("8101 ff")));
        rows.add(PINGED.fails("masked pong", Reason.PROTOCOL_ERROR, hex("8a80 00000000")));
        rows.add(PINGED.fails("wrong UTF-8 instead of a pong", Reason.INVALID_UTF8, hex("8101 ff")));
        rows.add(announced());
        return rows;
    }

    /** Nothing of it is there, so that it must not cost anything, however much may come. */
    private static GridRow announced() {
        return ASKED.limited(Integer.MAX_VALUE)
                .fails("2^31-1 bytes announced and allowed, then FIN", Reason.CONNECTION_CLOSED, peer -> {
                    peer.send(hex("827f 000000007fffffff 0102"));
                    peer.fin();
                })
                .where(AfterUpgrade.allocatingAtMost(4 << 20));
    }
}
