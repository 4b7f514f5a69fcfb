package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Http2Scene.asked;
import static dev.websocketexporter.engine.Http2Scene.begun;
import static dev.websocketexporter.engine.Http2Scene.detail;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;
import static dev.websocketexporter.testkit.Http2Connection.CONTINUATION;
import static dev.websocketexporter.testkit.Http2Connection.END_HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.END_STREAM;
import static dev.websocketexporter.testkit.Http2Connection.HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.PING;
import static dev.websocketexporter.testkit.Http2Connection.PUSH_PROMISE;
import static dev.websocketexporter.testkit.Http2Connection.concat;
import static dev.websocketexporter.testkit.Http2Connection.field;
import static dev.websocketexporter.testkit.Http2Connection.number;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Http2Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers to an extended CONNECT that are none, or not the wanted ones. */
final class Http2HeadRows {
    private static final byte[] OK = field(":status", "200");

    private Http2HeadRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>(answers());
        rows.addAll(violations());
        rows.addAll(heads());
        return rows;
    }

    private static List<GridRow> answers() {
        return List.of(
                asked("404 with a body", Reason.UNEXPECTED_STATUS, (connection, peer) -> {
                            connection.headers(END_HEADERS, field(":status", "404"));
                            connection.data(END_STREAM, ServerFrames.utf8("no such path"));
                        })
                        .where(detail("status 404 (expected: 2xx)"))
                        .where(detail("body: no such path")),
                asked(
                        "403 without a body",
                        Reason.UNEXPECTED_STATUS,
                        (connection, peer) -> connection.headers(END_HEADERS | END_STREAM, field(":status", "403"))),
                GridRow.of(
                        "200 where 401 is the success",
                        UPGRADE,
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.validStatusCodes(401).overHttp2().plain(peer -> {
                            Http2Connection.of(peer).accept();
                            peer.silence();
                        })),
                asked(
                        "a subprotocol, none offered",
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        (connection, peer) ->
                                connection.headers(END_HEADERS, OK, field("sec-websocket-protocol", "chat"))),
                asked(
                        "an extension that was not offered",
                        Reason.UNEXPECTED_EXTENSION,
                        (connection, peer) -> connection.headers(
                                END_HEADERS, OK, field("sec-websocket-extensions", "permessage-deflate"))));
    }

    private static List<GridRow> violations() {
        return List.of(
                begun(
                                "an answer in HTTP/1.1",
                                Reason.INVALID_HTTP_RESPONSE,
                                (connection, peer) ->
                                        peer.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"))
                        .where(detail("\"HTTP/1.1 400"))
                        .where(detail("it speaks HTTP/1.1: use http_version \"1.1\"")),
                begun(
                                "an alert of TLS",
                                Reason.INVALID_HTTP_RESPONSE,
                                (connection, peer) -> peer.send(
                                        (byte) 0x15, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte) 70))
                        .where(detail("this port speaks TLS: use wss")),
                begun(
                        "no SETTINGS first",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.frame(PING, 0, 0, new byte[8])),
                asked(
                                "a response without a status",
                                Reason.INVALID_HTTP_RESPONSE,
                                (connection, peer) -> connection.headers(END_HEADERS, field("server", "odd")))
                        .where(detail("PROTOCOL_ERROR (1)")),
                asked(
                        "a status that is no number",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.headers(END_HEADERS, field(":status", "2oo"))),
                asked(
                        "101, which HTTP/2 has not",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.headers(END_HEADERS, field(":status", "101"))),
                asked(
                        "an interim response that ends the stream",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.headers(END_HEADERS | END_STREAM, field(":status", "103"))),
                asked(
                        "DATA before the response",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.data(0, ServerFrames.text("ready"))),
                asked(
                        "HEADERS of another stream",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.frame(HEADERS, END_HEADERS, 3, OK)),
                asked(
                        "PUSH_PROMISE",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.frame(
                                PUSH_PROMISE, END_HEADERS, 1, concat(number(2), field(":method", "GET")))),
                asked(
                                "a frame that is too long",
                                Reason.INVALID_HTTP_RESPONSE,
                                (connection, peer) -> connection.frame(HEADERS, END_HEADERS, 1, new byte[16_385]))
                        .where(detail("FRAME_SIZE_ERROR (6)")),
                asked(
                                "a header list that cannot be decoded",
                                Reason.INVALID_HTTP_RESPONSE,
                                (connection, peer) ->
                                        connection.headers(END_HEADERS, new byte[] {(byte) 0xff, (byte) 0xff, 1}))
                        .where(detail("COMPRESSION_ERROR (9)")),
                asked(
                        "a field of the connection",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.headers(END_HEADERS, OK, field("connection", "upgrade"))),
                asked(
                                "a window of more than 2^31",
                                Reason.INVALID_HTTP_RESPONSE,
                                (connection, peer) -> connection.windowUpdate(1, Integer.MAX_VALUE))
                        .where(detail("FLOW_CONTROL_ERROR (3)")),
                asked(
                        "a WINDOW_UPDATE of nothing",
                        Reason.INVALID_HTTP_RESPONSE,
                        (connection, peer) -> connection.windowUpdate(1, 0)));
    }

    private static List<GridRow> heads() {
        byte[] large = field("x", "v".repeat(15_000));
        byte[] tiny = new byte[0];
        return List.of(
                asked("a header list of 75 KB", Reason.RESPONSE_TOO_LARGE, (connection, peer) -> {
                    connection.headers(0, OK);
                    for (int i = 0; i < 5; i++) {
                        connection.frame(CONTINUATION, 0, 1, large);
                    }
                    connection.frame(CONTINUATION, END_HEADERS, 1);
                }),
                asked("endless CONTINUATION", Reason.RESPONSE_TOO_LARGE, (connection, peer) -> {
                    connection.headers(0, OK);
                    for (int i = 0; i < 10_000; i++) {
                        connection.frame(CONTINUATION, 0, 1, tiny);
                    }
                    peer.silence();
                }),
                // A field of 4,000 bytes that is remembered, and then named by one byte a hundred times.
                asked("a few bytes that are a large header list", Reason.RESPONSE_TOO_LARGE, (connection, peer) -> {
                    byte[] remembered = field("x", "v".repeat(4_000));
                    remembered[0] = 0x40;
                    byte[] again = new byte[100];
                    Arrays.fill(again, (byte) (0x80 | 62));
                    connection.headers(END_HEADERS, OK, remembered, again);
                }),
                asked("many interim responses", Reason.RESPONSE_TOO_LARGE, (connection, peer) -> {
                    for (int i = 0; i < 10; i++) {
                        connection.headers(END_HEADERS, field(":status", "103"), field("link", "v".repeat(10_000)));
                    }
                    peer.silence();
                }));
    }
}
