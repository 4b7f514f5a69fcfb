package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.PROXY;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Ways to fail on the way through a proxy. */
final class ProxyRows {
    private static final int METHODS_OF_NO_LOGIN = 3;
    private static final int METHODS_OF_A_LOGIN = 4;

    private ProxyRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>(unreachable());
        rows.addAll(loginRefused());
        rows.addAll(refused());
        rows.addAll(protocolErrors());
        rows.addAll(tlsTrouble());
        rows.addAll(silent());
        return rows;
    }

    private static List<GridRow> unreachable() {
        List<GridRow> rows = new ArrayList<>();
        for (String scheme : List.of("http", "https", "socks5")) {
            rows.add(lost(
                    "nobody listens, " + scheme,
                    stage -> stage.through(scheme + "://127.0.0.1:" + stage.deadPort())
                            .plain(Peer::upgrade)));
            rows.add(lost(
                    "unknown name, " + scheme,
                    stage -> stage.through(scheme + "://no-such-name.test").plain(Peer::upgrade)));
        }
        rows.add(lost(
                "no way to the address",
                stage -> stage.through("http://127.255.255.255").plain(Peer::upgrade)));
        rows.add(lost(
                "name server fails for the proxy's name",
                stage -> stage.through("http://servfail.test").plain(Peer::upgrade)));
        return rows;
    }

    private static GridRow lost(String name, GridRow.Scene scene) {
        return row(name, Reason.PROXY_UNREACHABLE, scene).timedIn(null);
    }

    private static List<GridRow> loginRefused() {
        return List.of(
                row("407", Reason.PROXY_AUTH_REQUIRED, answering("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")),
                row(
                        "407 in HTTP/1.0",
                        Reason.PROXY_AUTH_REQUIRED,
                        answering("HTTP/1.0 407 Proxy Authentication Required\r\n\r\n")),
                row("SOCKS takes none of our methods", Reason.PROXY_AUTH_REQUIRED, socks(5, 0xff)),
                row("SOCKS wants a login that we have not", Reason.PROXY_AUTH_REQUIRED, socks(5, 2)),
                row("SOCKS refuses the login", Reason.PROXY_AUTH_REQUIRED, through("socks5", "scott:tiger@", peer -> {
                    peer.read(METHODS_OF_A_LOGIN);
                    peer.send((byte) 5, (byte) 2);
                    peer.read("\1\5scott\5tiger".length());
                    peer.send((byte) 1, (byte) 1);
                    peer.silence();
                })));
    }

    private static List<GridRow> refused() {
        List<GridRow> rows = new ArrayList<>();
        for (String status : List.of("403 Forbidden", "404 Not Found", "502 Bad Gateway", "504 Gateway Timeout")) {
            rows.add(row(status, Reason.PROXY_REFUSED, answering("HTTP/1.1 " + status + "\r\n\r\n")));
        }
        rows.add(row(
                "redirect",
                Reason.PROXY_REFUSED,
                answering("HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n")));
        // RFC 1928 §6: general failure up to address type not supported, and one that is not assigned.
        for (int status : List.of(1, 2, 3, 4, 5, 6, 7, 8, 99)) {
            rows.add(row("SOCKS status " + status, Reason.PROXY_REFUSED, through("socks5", "", peer -> {
                acceptGreeting(peer);
                readCommand(peer);
                peer.send(reply(status));
                peer.silence();
            })));
        }
        return rows;
    }

    private static List<GridRow> protocolErrors() {
        return List.of(
                broken("SSH banner", "http", peer -> {
                    peer.send("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
                    peer.silence();
                }),
                row("binary garbage", Reason.PROXY_PROTOCOL_ERROR, answering("\1\u00ff\0\u007f\u0080\r\n\3\r\n\r\n")),
                row("HTML without a head", Reason.PROXY_PROTOCOL_ERROR, answering("<html>\r\n<body>\r\n\r\n")),
                row("a SOCKS answer from an http proxy", Reason.PROXY_PROTOCOL_ERROR, answering("\5\0\r\n\r\n")),
                broken("FIN before the answer", "http", peer -> {
                    peer.readHead();
                    peer.fin();
                }),
                broken("FIN at once", "http", Peer::fin),
                broken("FIN inside the answer", "http", peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nVia");
                    peer.fin();
                }),
                broken("RST before the answer", "http", peer -> {
                    peer.readHead();
                    peer.reset();
                }),
                broken("SOCKS server that speaks HTTP", "socks5", peer -> {
                    peer.read(METHODS_OF_NO_LOGIN);
                    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                    peer.fin();
                }),
                row("SOCKS server of version 4", Reason.PROXY_PROTOCOL_ERROR, socks(4, 0)),
                broken("SOCKS: FIN after the greeting", "socks5", peer -> {
                    peer.read(METHODS_OF_NO_LOGIN);
                    peer.fin();
                }),
                broken("SOCKS: RST after the command", "socks5", peer -> {
                    acceptGreeting(peer);
                    readCommand(peer);
                    peer.reset();
                }),
                broken("SOCKS: nonsense after the command", "socks5", peer -> {
                    acceptGreeting(peer);
                    readCommand(peer);
                    peer.send((byte) 7, (byte) 7, (byte) 7, (byte) 7, (byte) 7, (byte) 7, (byte) 7, (byte) 7);
                    peer.silence();
                }));
    }

    private static List<GridRow> tlsTrouble() {
        return List.of(
                row(
                        "https proxy with a self-signed certificate",
                        Reason.PROXY_PROTOCOL_ERROR,
                        secure(
                                ServerTls.of(CertificateRecipe.leaf("localhost")
                                        .selfSigned()
                                        .serverContext()),
                                peer -> {})),
                row(
                        "https proxy under another name",
                        Reason.PROXY_PROTOCOL_ERROR,
                        stage -> secure(
                                        ServerTls.of(CertificateRecipe.leaf("other.example")
                                                .signedBy(stage.world().root())
                                                .serverContext()),
                                        peer -> {})
                                .set(stage)),
                broken("https proxy that speaks no TLS", "https", peer -> {
                    peer.readTlsRecord();
                    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                    peer.fin();
                }),
                broken("https proxy: FIN after the ClientHello", "https", peer -> {
                    peer.readTlsRecord();
                    peer.fin();
                }),
                row(
                        "https proxy: FIN behind TLS",
                        Reason.PROXY_PROTOCOL_ERROR,
                        stage -> secure(stage.world().goodTls(), peer -> {
                                    peer.readHead();
                                    peer.fin();
                                })
                                .set(stage)));
    }

    private static List<GridRow> silent() {
        return List.of(
                slow("silence, http", through("http", "", Script.SILENCE)),
                slow("silence, https", through("https", "", Script.SILENCE)),
                slow(
                        "silence behind TLS",
                        stage -> secure(stage.world().goodTls(), Script.SILENCE).set(stage)),
                slow("silence, socks5", through("socks5", "", Script.SILENCE)),
                slow("only 100 Continue", through("http", "", peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 100 Continue\r\n\r\n");
                    peer.silence();
                })),
                slow("SOCKS: silence after the greeting", through("socks5", "", peer -> {
                    acceptGreeting(peer);
                    peer.silence();
                })));
    }

    private static GridRow slow(String name, GridRow.Scene scene) {
        return row(name, Reason.TIMEOUT, stage -> scene.set(stage.shortBudget()));
    }

    private static GridRow broken(String name, String scheme, Script script) {
        return row(name, Reason.PROXY_PROTOCOL_ERROR, through(scheme, "", script));
    }

    private static GridRow.Scene answering(String text) {
        return through("http", "", peer -> {
            peer.readHead();
            peer.send(text);
            peer.fin();
        });
    }

    /** A SOCKS server whose first answer that is. */
    private static GridRow.Scene socks(int version, int method) {
        return through("socks5", "", peer -> {
            peer.read(METHODS_OF_NO_LOGIN);
            peer.send((byte) version, (byte) method);
            peer.silence();
        });
    }

    /** @param userInfo empty, or with its at sign */
    static GridRow.Scene through(String scheme, String userInfo, Script proxy) {
        return stage -> {
            ScriptedServer server = stage.server(ScriptedServer.plain(proxy));
            return stage.through(scheme + "://" + userInfo + "localhost:" + server.port())
                    .plain(Peer::upgrade);
        };
    }

    private static GridRow.Scene secure(ServerTls tls, Script proxy) {
        return stage -> {
            ScriptedServer server = stage.server(ScriptedServer.tls(tls, proxy));
            return stage.through("https://localhost:" + server.port()).plain(Peer::upgrade);
        };
    }

    /** RFC 1928 §3: no authentication. */
    static void acceptGreeting(Peer peer) throws IOException {
        peer.read(METHODS_OF_NO_LOGIN);
        peer.send((byte) 5, (byte) 0);
    }

    /** RFC 1928 §4, for a target that is an IPv4 address or a name. */
    static void readCommand(Peer peer) throws IOException {
        int type = peer.read(4)[3];
        peer.read(type == 1 ? 4 : peer.read(1)[0]);
        peer.read(2);
    }

    /** RFC 1928 §6. */
    static byte[] reply(int status) {
        return new byte[] {5, (byte) status, 0, 1, 0, 0, 0, 0, 0, 0};
    }

    private static GridRow row(String name, Reason reason, GridRow.Scene scene) {
        return GridRow.of(name, PROXY, reason, scene);
    }
}
