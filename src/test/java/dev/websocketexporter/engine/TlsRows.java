package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.TLS;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Ways to fail while TLS is negotiated, the certificate aside. */
final class TlsRows {
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;
    private static final int INTERNAL_ERROR = 80;
    private static final int UNRECOGNIZED_NAME = 112;

    private TlsRows() {}

    static List<GridRow> all() {
        return List.of(
                row("plain HTTP server", Reason.NOT_TLS, saying("HTTP/1.1 400 Bad Request\r\n\r\n")),
                row("SSH banner", Reason.NOT_TLS, saying("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")),
                row(
                        "SMTP banner, one byte at a time",
                        Reason.NOT_TLS,
                        stage -> stage.insecureAsSecure(peer -> {
                            peer.sendByteByByte("220 mail.example ESMTP ready\r\n");
                            peer.fin();
                        })),
                row(
                        "binary garbage",
                        Reason.NOT_TLS,
                        saying("\u0001\u00ff\u0000\u007f\u0080\u0002\u0003\u0004\u0005\u0006")),
                row("alert protocol_version", Reason.PROTOCOL_VERSION, alert(PROTOCOL_VERSION)),
                row("ServerHello of TLS 1.1", Reason.PROTOCOL_VERSION, afterHello(peer -> {
                    peer.send(serverHello(0x0302));
                    peer.silence();
                })),
                row("ServerHello of TLS 1.0", Reason.PROTOCOL_VERSION, afterHello(peer -> {
                    peer.send(serverHello(0x0301));
                    peer.silence();
                })),
                row(
                        "server of TLS 1.2 where 1.3 is demanded",
                        Reason.PROTOCOL_VERSION,
                        versions(TlsVersion.TLS13, TlsVersion.TLS13, "TLSv1.2")),
                row(
                        "server of TLS 1.3 where 1.2 is the highest",
                        Reason.PROTOCOL_VERSION,
                        versions(TlsVersion.TLS12, TlsVersion.TLS12, "TLSv1.3")),
                row("alert handshake_failure", Reason.HANDSHAKE_FAILURE, alert(HANDSHAKE_FAILURE)),
                row("alert internal_error", Reason.HANDSHAKE_FAILURE, alert(INTERNAL_ERROR)),
                row("alert unrecognized_name", Reason.HANDSHAKE_FAILURE, alert(UNRECOGNIZED_NAME)),
                row(
                        "no cipher in common",
                        Reason.HANDSHAKE_FAILURE,
                        stage -> stage.secure(
                                stage.world().goodTls().protocols("TLSv1.2").ciphers("TLS_RSA_WITH_AES_256_CBC_SHA256"),
                                Peer::upgrade)),
                row("nonsense in a TLS record", Reason.HANDSHAKE_FAILURE, afterHello(peer -> {
                    peer.send(record(0x16, new byte[] {0x63, 0, 0, 4, 1, 2, 3, 4}));
                    peer.silence();
                })),
                row("client certificate wanted, TLS 1.2", Reason.CLIENT_CERTIFICATE_REJECTED, wanting("TLSv1.2")),
                row("client certificate wanted, TLS 1.3", Reason.CLIENT_CERTIFICATE_REJECTED, wanting("TLSv1.3")),
                row("RST after the ClientHello", Reason.CONNECTION_RESET, afterHello(Peer::reset)),
                row(
                        "RST inside the ServerHello",
                        Reason.CONNECTION_RESET,
                        stage -> stage.insecureAsSecure(peer -> {
                            peer.readTlsRecord();
                            peer.send((byte) 0x16, (byte) 3, (byte) 3, (byte) 0, (byte) 80, (byte) 2);
                            peer.reset();
                        })),
                row("FIN after the ClientHello", Reason.CONNECTION_CLOSED, afterHello(Peer::fin)),
                row(
                        "FIN before the ClientHello was read",
                        Reason.CONNECTION_CLOSED,
                        stage -> stage.insecureAsSecure(Peer::fin)),
                row("FIN inside the ServerHello", Reason.CONNECTION_CLOSED, afterHello(peer -> {
                    peer.send((byte) 0x16, (byte) 3, (byte) 3, (byte) 0, (byte) 80, (byte) 2);
                    peer.fin();
                })),
                row("silence", Reason.TIMEOUT, stage -> stage.shortBudget().insecureAsSecure(Script.SILENCE)),
                row(
                        "silence inside the ServerHello",
                        Reason.TIMEOUT,
                        stage -> stage.shortBudget().insecureAsSecure(peer -> {
                            peer.readTlsRecord();
                            peer.send((byte) 0x16, (byte) 3, (byte) 3, (byte) 0, (byte) 80, (byte) 2);
                            peer.silence();
                        })));
    }

    private static GridRow.Scene saying(String text) {
        return stage -> stage.insecureAsSecure(peer -> {
            peer.readTlsRecord();
            peer.send(text);
            peer.fin();
        });
    }

    private static GridRow.Scene afterHello(Script script) {
        return stage -> stage.insecureAsSecure(peer -> {
            peer.readTlsRecord();
            script.play(peer);
        });
    }

    /** A fatal alert (RFC 8446 §6), then the end. */
    private static GridRow.Scene alert(int description) {
        return afterHello(peer -> {
            peer.send(record(0x15, new byte[] {2, (byte) description}));
            peer.fin();
        });
    }

    private static GridRow.Scene versions(TlsVersion min, TlsVersion max, String protocol) {
        return stage -> {
            TlsSettings tls = stage.module().tls();
            return stage.with(stage.module().with(new TlsSettings(tls.ca(), null, null, null, false, min, max, false)))
                    .secure(stage.world().goodTls().protocols(protocol), Peer::upgrade);
        };
    }

    private static GridRow.Scene wanting(String protocol) {
        return new GridRow.Scene() {
            @Override
            public ProbeRequest set(Stage stage) throws IOException {
                ServerTls tls = stage.world().goodTls().protocols(protocol).needingClientCertificate();
                return stage.secure(tls, Peer::upgrade);
            }
        };
    }

    /** A ServerHello that chooses that version and TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA (RFC 5246 §7.4.1.3). */
    private static byte[] serverHello(int version) {
        ByteBuffer hello = ByteBuffer.allocate(42);
        hello.put((byte) 2).put((byte) 0).putShort((short) 38);
        hello.putShort((short) version).put(new byte[32]).put((byte) 0);
        hello.putShort((short) 0xc013).put((byte) 0);
        return record(0x16, hello.array());
    }

    private static byte[] record(int type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putShort((short) 0x0303)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    private static GridRow row(String name, Reason reason, GridRow.Scene scene) {
        return GridRow.of(name, TLS, reason, scene);
    }
}
