package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AfterUpgrade.ASKED;
import static dev.websocketexporter.engine.ServerFrames.BINARY;
import static dev.websocketexporter.engine.ServerFrames.FIN;
import static dev.websocketexporter.engine.ServerFrames.RSV1;
import static dev.websocketexporter.engine.ServerFrames.deflate;
import static dev.websocketexporter.engine.ServerFrames.fragmented;
import static dev.websocketexporter.engine.ServerFrames.frame;
import static dev.websocketexporter.engine.ServerFrames.hex;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server must not make of permessage-deflate (RFC 7692). Messages are limited to 1 MiB. */
final class DeflateRows {
    private static final int BOMB_BYTES = 64 << 20;
    private static final long MODEST = 12 << 20;

    /** A name, the bytes, the reason. */
    private static final String FORBIDDEN = """
            unknown block type                   | c101 ff                         | protocol_error
            wrong length of a stored block       | c105 0005000000                 | protocol_error
            reference before the first byte      | c105 f200110000                 | protocol_error
            ends inside of a stored block        | c107 000500faff4865             | protocol_error
            garbage behind a final block         | c109 f348cdc9c9070000ff         | protocol_error
            not compressed though it says so     | c105 7265616479                 | protocol_error
            broken in the second fragment        | 4102 0005 8003 000000           | protocol_error
            RSV1 on a continuation               | 4103 f248cd c004 c9c90700       | protocol_error
            RSV1 on a continuation of a plain one | 0101 61 c004 c9c90700          | protocol_error
            RSV1 on a ping                       | c900                            | protocol_error
            RSV1 on a Close                      | c802 03e8                       | protocol_error
            RSV2 on a compressed message         | e107 f248cdc9c90700             | protocol_error
            masked                               | c187 00000000 f248cdc9c90700    | protocol_error
            no UTF-8 behind the compression      | c107 000100feffff00             | invalid_utf8
            character cut by the end             | c108 000200fdffe28200           | invalid_utf8
            more than twice the limit announced  | c17f 0000000000300000           | message_too_large
            2^63-1 announced                     | c17f 7fffffffffffffff           | message_too_large
            2^63-1 announced behind a fragment   | 4103 f248cd 807f 7fffffffffffffff | message_too_large
            2^63-1 announced of a plain one      | 817f 7fffffffffffffff           | message_too_large
            """;

    private DeflateRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>();
        AfterUpgrade taking = ASKED.compressed("");
        for (String line : FORBIDDEN.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            Reason reason = Reason.valueOf(cells[2].strip().toUpperCase(Locale.ROOT));
            rows.add(taking.fails(cells[0].strip(), reason, hex(cells[1].strip()))
                    .where(AfterUpgrade.allocatingAtMost(4 << 20)));
        }
        rows.add(ASKED.compressed("; server_no_context_takeover")
                .fails(
                        "refers to the message before, which is forgotten",
                        Reason.PROTOCOL_ERROR,
                        hex("c107 f248cdc9c90700 c105 f200110000")));
        rows.add(GridRow.of(
                "declines compression",
                Phase.UPGRADE,
                Reason.MISSING_EXTENSION,
                stage -> stage.with(stage.module().with(Conversation.NONE.with(Compression.REQUIRED)))
                        .plain(Peer::upgrade)));
        byte[] bomb = deflate(new byte[BOMB_BYTES]);
        rows.addAll(bombs(taking, bomb));
        // The pings are answered by nobody, but the bomb comes first.
        AfterUpgrade pinged = taking.with(
                "pinged with compression",
                Conversation.NONE
                        .with(Compression.REQUIRED)
                        .with(new Heartbeat(1, Duration.ofSeconds(1), Duration.ofSeconds(8), 0)));
        rows.addAll(bombs(pinged.about(seen -> {}), bomb));
        return rows;
    }

    private static List<GridRow> bombs(AfterUpgrade setting, byte[] bomb) {
        byte[] justTooLong = deflate(new byte[(1 << 20) + 1]);
        return List.of(
                exploding(setting, "bomb", frame(FIN | RSV1 | BINARY, bomb)),
                exploding(setting, "bomb of text", frame(FIN | RSV1 | ServerFrames.TEXT, bomb)),
                exploding(setting, "bomb in fragments", fragmented(FIN | RSV1 | BINARY, bomb, 512)),
                exploding(setting, "bomb without an end", frame(RSV1 | BINARY, bomb)),
                exploding(setting, "one byte more than allowed", frame(FIN | RSV1 | BINARY, justTooLong)));
    }

    private static GridRow exploding(AfterUpgrade setting, String name, byte[] frames) {
        return setting.fails(name, Reason.MESSAGE_TOO_LARGE, frames).where(AfterUpgrade.allocatingAtMost(MODEST));
    }
}
