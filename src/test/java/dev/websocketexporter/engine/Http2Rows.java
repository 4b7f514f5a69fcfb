package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.CONVERSATION;
import static dev.websocketexporter.probe.report.Phase.TLS;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;
import static dev.websocketexporter.testkit.Http2Connection.CONTINUATION;
import static dev.websocketexporter.testkit.Http2Connection.DATA;
import static dev.websocketexporter.testkit.Http2Connection.ENABLE_CONNECT_PROTOCOL;
import static dev.websocketexporter.testkit.Http2Connection.END_HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.END_STREAM;
import static dev.websocketexporter.testkit.Http2Connection.HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.INITIAL_WINDOW_SIZE;
import static dev.websocketexporter.testkit.Http2Connection.MAX_CONCURRENT_STREAMS;
import static dev.websocketexporter.testkit.Http2Connection.PING;
import static dev.websocketexporter.testkit.Http2Connection.PUSH_PROMISE;
import static dev.websocketexporter.testkit.Http2Connection.SETTINGS;
import static dev.websocketexporter.testkit.Http2Connection.concat;
import static dev.websocketexporter.testkit.Http2Connection.field;
import static dev.websocketexporter.testkit.Http2Connection.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.report.Phase;
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
    private static final byte[] OK = field(":status", "200");

    /** What a server does after its preface, and after the request was read. */
    @FunctionalInterface
    interface Deed {
        void play(Http2Connection connection, Peer peer) throws IOException;
    }

    private Http2Rows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>(negotiation());
        rows.addAll(settings());
        rows.addAll(answers());
        rows.addAll(violations());
        rows.addAll(heads());
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

    private static List<GridRow> answers() {
        return List.of(
                asked("404 with a body", Reason.UNEXPECTED_STATUS, (connection, peer) -> {
                            connection.headers(END_HEADERS, field(":status", "404"));
                            connection.data(END_STREAM, ServerFrames.utf8("no such path"));
                        })
                        .where(detail("status 404 (expected: 2xx)"))
                        .where(detail("body: no such path")),
                asked("403 without a body", Reason.UNEXPECTED_STATUS, (connection, peer) ->
                        connection.headers(END_HEADERS | END_STREAM, field(":status", "403"))),
                GridRow.of(
                        "200 where 401 is the success",
                        UPGRADE,
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.validStatusCodes(401).overHttp2().plain(peer -> {
                            Http2Connection.of(peer).accept();
                            peer.silence();
                        })),
                asked("a subprotocol, none offered", Reason.UNEXPECTED_SUBPROTOCOL, (connection, peer) ->
                        connection.headers(END_HEADERS, OK, field("sec-websocket-protocol", "chat"))),
                asked("an extension that was not offered", Reason.UNEXPECTED_EXTENSION, (connection, peer) ->
                        connection.headers(
                                END_HEADERS, OK, field("sec-websocket-extensions", "permessage-deflate"))));
    }

    private static List<GridRow> violations() {
        return List.of(
                begun("an answer in HTTP/1.1", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                                peer.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"))
                        .where(detail("\"HTTP/1.1 400"))
                        .where(detail("it speaks HTTP/1.1: use http_version \"1.1\"")),
                begun("an alert of TLS", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                                peer.send((byte) 0x15, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte) 70))
                        .where(detail("this port speaks TLS: use wss")),
                begun("no SETTINGS first", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.frame(PING, 0, 0, new byte[8])),
                asked("a response without a status", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                                connection.headers(END_HEADERS, field("server", "odd")))
                        .where(detail("PROTOCOL_ERROR (1)")),
                asked("a status that is no number", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.headers(END_HEADERS, field(":status", "2oo"))),
                asked("101, which HTTP/2 has not", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.headers(END_HEADERS, field(":status", "101"))),
                asked("an interim response that ends the stream", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.headers(END_HEADERS | END_STREAM, field(":status", "103"))),
                asked("DATA before the response", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.data(0, ServerFrames.text("ready"))),
                asked("HEADERS of another stream", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.frame(HEADERS, END_HEADERS, 3, OK)),
                asked("PUSH_PROMISE", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.frame(PUSH_PROMISE, END_HEADERS, 1, concat(number(2), field(":method", "GET")))),
                asked("a frame that is too long", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                                connection.frame(HEADERS, END_HEADERS, 1, new byte[16_385]))
                        .where(detail("FRAME_SIZE_ERROR (6)")),
                asked("a header list that cannot be decoded", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                                connection.headers(END_HEADERS, new byte[] {(byte) 0xff, (byte) 0xff, 1}))
                        .where(detail("COMPRESSION_ERROR (9)")),
                asked("a field of the connection", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.headers(END_HEADERS, OK, field("connection", "upgrade"))),
                asked("a window of more than 2^31", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                                connection.windowUpdate(1, Integer.MAX_VALUE))
                        .where(detail("FLOW_CONTROL_ERROR (3)")),
                asked("a WINDOW_UPDATE of nothing", Reason.INVALID_HTTP_RESPONSE, (connection, peer) ->
                        connection.windowUpdate(1, 0)));
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
                        .where(detail("HTTP_1_1_REQUIRED (13) before the head of the response was complete; it wants HTTP/1.1 for")),
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
                held("trailers", Reason.CONNECTION_CLOSED, (connection, peer) ->
                        connection.headers(END_HEADERS | END_STREAM, field("x-checksum", "1"))),
                held("GOAWAY that gives the stream up", Reason.CONNECTION_CLOSED, (connection, peer) ->
                        connection.goAway(0, 0, "")),
                held("HEADERS that end nothing", Reason.PROTOCOL_ERROR, (connection, peer) ->
                                connection.headers(END_HEADERS, field("x", "y")))
                        .where(detail("the server broke HTTP/2 with PROTOCOL_ERROR (1)")),
                held("DATA of another stream", Reason.PROTOCOL_ERROR, (connection, peer) ->
                        connection.frame(DATA, 0, 3, ServerFrames.text("x"))),
                held("padding longer than its frame", Reason.PROTOCOL_ERROR, (connection, peer) ->
                        connection.frame(DATA, Http2Connection.PADDED, 1, (byte) 9, (byte) 0)),
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

    /** The server has read the preface of HTTP/2, and nothing more. */
    private static GridRow begun(String name, Reason reason, Deed deed) {
        return row(UPGRADE, "HTTP/2 begun: " + name, reason, Conversation.NONE, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.readPreface();
            deed.play(connection, peer);
            peer.silence();
        });
    }

    /** The server has read the request. */
    private static GridRow asked(String name, Reason reason, Deed deed) {
        return row(UPGRADE, "HTTP/2 asked: " + name, reason, Conversation.NONE, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.readRequest();
            deed.play(connection, peer);
            peer.silence();
        });
    }

    /** The stream is a WebSocket, on which the client does nothing for a long time. */
    private static GridRow held(String name, Reason reason, Deed deed) {
        return row(CONVERSATION, "HTTP/2 held: " + name, reason, AfterUpgrade.HELD.conversation(), peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.accept();
            deed.play(connection, peer);
            peer.silence();
        });
    }

    private static GridRow row(Phase phase, String name, Reason reason, Conversation conversation, Script script) {
        return GridRow.of(name, phase, reason, stage -> {
            Stage set = reason == Reason.TIMEOUT ? stage.shortBudget() : stage;
            return set.with(set.module().with(conversation)).overHttp2().plain(script);
        });
    }

    private static GridRow.Facts detail(String words) {
        return seen -> assertThat(seen.result().failure()).asString().contains(words);
    }

    private static GridRow.Facts log(String words) {
        return seen -> assertThat(seen.result().log()).anyMatch(line -> line.message().contains(words));
    }
}
