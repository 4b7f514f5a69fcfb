package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Http2Scene.asked;
import static dev.websocketexporter.engine.Http2Scene.begun;
import static dev.websocketexporter.engine.Http2Scene.detail;
import static dev.websocketexporter.engine.Http2Scene.held;
import static dev.websocketexporter.engine.Http2Scene.log;
import static dev.websocketexporter.probe.report.Phase.TLS;
import static dev.websocketexporter.testkit.Http2Connection.DATA;
import static dev.websocketexporter.testkit.Http2Connection.ENABLE_CONNECT_PROTOCOL;
import static dev.websocketexporter.testkit.Http2Connection.END_HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.END_STREAM;
import static dev.websocketexporter.testkit.Http2Connection.INITIAL_WINDOW_SIZE;
import static dev.websocketexporter.testkit.Http2Connection.MAX_CONCURRENT_STREAMS;
import static dev.websocketexporter.testkit.Http2Connection.SETTINGS;
import static dev.websocketexporter.testkit.Http2Connection.concat;
import static dev.websocketexporter.testkit.Http2Connection.field;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Http2Connection;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ways to fail that only a server of HTTP/2 has. */
final class Http2Rows {
    private static final int REFUSED_STREAM = 7;
    private static final int HTTP_1_1_REQUIRED = 13;

    private Http2Rows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>(negotiation());
        rows.addAll(settings());
        rows.addAll(Http2HeadRows.all());
        rows.addAll(ends());
        rows.addAll(afterTheUpgrade());
        return rows;
    }

    private static List<GridRow> negotiation() {
        return List.of(
                GridRow.of(
                                "a server that knows no ALPN",
                                TLS,
                                Reason.HTTP2_NOT_NEGOTIATED,
                                stage -> stage.overHttp2().secure(stage.world().goodTls(), Script.SILENCE))
                        .where(detail("the server selected no application protocol (expected: h2)")),
                GridRow.of(
                                "a server that speaks only HTTP/1.1",
                                TLS,
                                Reason.HTTP2_NOT_NEGOTIATED,
                                stage -> stage.overHttp2()
                                        .secure(stage.world().goodTls().speaking("http/1.1"), Script.SILENCE))
                        .where(detail("the server sent the alert no_application_protocol (offered: h2)")));
    }

    private static List<GridRow> settings() {
        return List.of(
                begun("no SETTINGS at all", Reason.TIMEOUT, (connection, peer) -> peer.silence())
                        .where(detail("the server's SETTINGS of HTTP/2; not one byte came")),
                begun("SETTINGS that do not say it", Reason.CONNECT_PROTOCOL_DISABLED, (connection, peer) -> {
                    connection.settings(MAX_CONCURRENT_STREAMS, 100);
                    peer.silence();
                }),
                begun("SETTINGS that deny it", Reason.CONNECT_PROTOCOL_DISABLED, (connection, peer) -> {
                    connection.settings(ENABLE_CONNECT_PROTOCOL, 0);
                    peer.silence();
                }),
                begun("SETTINGS that allow no stream", Reason.TIMEOUT, (connection, peer) -> {
                            connection.settings(ENABLE_CONNECT_PROTOCOL, 1, MAX_CONCURRENT_STREAMS, 0);
                            peer.silence();
                        })
                        .where(detail("the server to allow a stream: its MAX_CONCURRENT_STREAMS is 0"))
                        .where(log("the server allows no stream for now: MAX_CONCURRENT_STREAMS is 0")),
                begun("SETTINGS with a value that is none", Reason.INVALID_HTTP_RESPONSE, (connection, peer) -> {
                    connection.settings(ENABLE_CONNECT_PROTOCOL, 2);
                    peer.silence();
                }),
                begun("SETTINGS with a window that is too large", Reason.INVALID_HTTP_RESPONSE, (connection, peer) -> {
                    connection.settings(INITIAL_WINDOW_SIZE, -1);
                    peer.silence();
                }),
                asked("silence after the request", Reason.TIMEOUT, (connection, peer) -> peer.silence())
                        .where(detail("the response to the extended CONNECT")));
    }

    private static List<GridRow> ends() {
        return List.of(
                begun("FIN after the preface", Reason.CONNECTION_CLOSED, (connection, peer) -> peer.fin())
                        .where(detail("a server without HTTP/2")),
                begun("RST after the preface", Reason.CONNECTION_RESET, (connection, peer) -> peer.reset()),
                begun("GOAWAY first of all", Reason.CONNECTION_CLOSED, (connection, peer) -> {
                    connection.goAway(0, 11, "go away");
                    peer.silence();
                }),
                asked("GOAWAY that gives the stream up", Reason.CONNECTION_CLOSED, (connection, peer) -> {
                            connection.goAway(0, 0, "shutting down");
                            peer.silence();
                        })
                        .where(detail("gave the stream up with GOAWAY NO_ERROR (0) \"shutting down\"")),
                asked("GOAWAY that keeps the stream, then FIN", Reason.CONNECTION_CLOSED, (connection, peer) -> {
                            connection.goAway(1, 2, "");
                            peer.fin();
                        })
                        .where(detail("ended the connection after GOAWAY INTERNAL_ERROR (2)")),
                asked("RST_STREAM", Reason.STREAM_RESET, (connection, peer) -> {
                            connection.reset(REFUSED_STREAM);
                            peer.silence();
                        })
                        .where(detail("the server reset the stream with REFUSED_STREAM (7)")),
                asked("RST_STREAM that wants HTTP/1.1", Reason.STREAM_RESET, (connection, peer) -> {
                            connection.reset(HTTP_1_1_REQUIRED);
                            peer.silence();
                        })
                        .where(
                                detail(
                                        "HTTP_1_1_REQUIRED (13) before the head of the response was complete; it wants HTTP/1.1 for")),
                asked("RST_STREAM with a code without a name", Reason.STREAM_RESET, (connection, peer) -> {
                            connection.reset(42);
                            peer.silence();
                        })
                        .where(detail("0x2a")));
    }

    private static List<GridRow> afterTheUpgrade() {
        return List.of(
                held("RST_STREAM", Reason.CONNECTION_RESET, (connection, peer) -> connection.reset(8))
                        .where(detail("the server reset the stream with CANCEL (8)")),
                held("END_STREAM", Reason.CONNECTION_CLOSED, (connection, peer) -> connection.data(END_STREAM))
                        .where(detail("the server ended the stream (END_STREAM)")),
                held(
                        "trailers",
                        Reason.CONNECTION_CLOSED,
                        (connection, peer) -> connection.headers(END_HEADERS | END_STREAM, field("x-checksum", "1"))),
                held(
                        "GOAWAY that gives the stream up",
                        Reason.CONNECTION_CLOSED,
                        (connection, peer) -> connection.goAway(0, 0, "")),
                held(
                                "HEADERS that end nothing",
                                Reason.PROTOCOL_ERROR,
                                (connection, peer) -> connection.headers(END_HEADERS, field("x", "y")))
                        .where(detail("the server broke HTTP/2 with PROTOCOL_ERROR (1)")),
                held(
                        "DATA of another stream",
                        Reason.PROTOCOL_ERROR,
                        (connection, peer) -> connection.frame(DATA, 0, 3, ServerFrames.text("x"))),
                held(
                        "padding longer than its frame",
                        Reason.PROTOCOL_ERROR,
                        (connection, peer) -> connection.frame(DATA, Http2Connection.PADDED, 1, (byte) 9, (byte) 0)),
                held("a flood of SETTINGS whose answers are not read", Reason.PROTOCOL_ERROR, Http2Rows::flood)
                        .where(detail("ENHANCE_YOUR_CALM (11)")));
    }

    private static void flood(Http2Connection connection, Peer peer) throws IOException {
        ByteSink many = new ByteSink(connection);
        while (true) {
            many.settings();
        }
    }

    /** Many frames at once. */
    private static final class ByteSink {
        private final Http2Connection connection;
        private final byte[] frames;

        ByteSink(Http2Connection connection) {
            this.connection = connection;
            byte[] one = {0, 0, 0, (byte) SETTINGS, 0, 0, 0, 0, 0};
            byte[][] all = new byte[1_000][];
            Arrays.fill(all, one);
            this.frames = concat(all);
        }

        void settings() throws IOException {
            connection.send(frames);
        }
    }
}
