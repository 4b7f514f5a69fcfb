package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.AUTH;

import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ways to fail to get ready what the upgrade request shows. */
final class AuthRows {
    private static final Value HIDDEN = new Value.Hidden(new Secret("s3cret"));
    private static final Value GONE = new Value.InFile(Path.of("/nonexistent/secret"));

    private AuthRows() {}

    static List<GridRow> all() {
        List<GridRow> rows = new ArrayList<>(fileRows());
        rows.addAll(tokenRows());
        rows.add(GridRow.of(
                "silent token server",
                AUTH,
                Reason.TIMEOUT,
                stage -> fetching(Script.SILENCE).set(stage.shortBudget())));
        rows.add(GridRow.of(
                "token server that does not accept",
                AUTH,
                Reason.TIMEOUT,
                stage -> asking(
                                stage.shortBudget(),
                                "http://127.0.0.1:"
                                        + stage.hangingConnect().target().port())
                        .plain(Peer::upgrade)));
        rows.add(GridRow.of("token server silent in TLS", AUTH, Reason.TIMEOUT, stage -> {
            ScriptedServer server = stage.server(ScriptedServer.plain(Script.SILENCE));
            return asking(stage.shortBudget(), "https://localhost:" + server.port())
                    .plain(Peer::upgrade);
        }));
        return rows;
    }

    private static List<GridRow> fileRows() {
        return List.of(
                setup("header file gone", header(GONE)),
                setup("header file with a line break", header(file("one\ntwo"))),
                setup("header file that is not ASCII", header(file("schlüssel"))),
                setup("header file that is empty", header(file(" \n"))),
                setup("credentials file gone", credentials(new Credentials.Authorization("Bearer", GONE))),
                setup(
                        "credentials file with a line break",
                        credentials(new Credentials.Authorization("Bearer", file("one\r\nX-Evil: two")))),
                setup("password file gone", credentials(new Credentials.Basic(new Value.Plain("scott"), GONE))),
                setup("user name file gone", credentials(new Credentials.Basic(GONE, HIDDEN))),
                setup("client secret file gone", stage -> {
                    ScriptedServer server = stage.server(ScriptedServer.plain(Script.SILENCE));
                    return stage.credentials(oauth("http://127.0.0.1:" + server.port(), GONE, TlsSettings.DEFAULT))
                            .plain(Peer::upgrade);
                }),
                setup("file that is not UTF-8", credentials(new Credentials.Authorization("Bearer", latin1()))),
                setup("client certificate gone", stage -> {
                            TlsSettings tls = stage.module().tls();
                            return stage.with(stage.module()
                                            .with(new TlsSettings(
                                                    tls.ca(),
                                                    GONE,
                                                    GONE,
                                                    null,
                                                    false,
                                                    tls.minVersion(),
                                                    tls.maxVersion(),
                                                    false)))
                                    .secure(stage.world().goodTls(), Peer::upgrade);
                        })
                        .timedIn(Phase.TLS));
    }

    private static List<GridRow> tokenRows() {
        return List.of(
                setup(
                        "token server is down",
                        stage -> asking(stage, "http://127.0.0.1:" + stage.deadPort())
                                .plain(Peer::upgrade)),
                setup(
                        "token server has no address",
                        stage -> asking(stage, "http://no-such-name.test").plain(Peer::upgrade)),
                setup("token server answers 500", token("500 Internal Server Error", "oops")),
                setup("token server answers 401", token("401 Unauthorized", "{\"error\":\"invalid_client\"}")),
                setup("token server answers no JSON", token("200 OK", "<html>log in</html>")),
                setup("token server answers nothing", token("200 OK", "")),
                setup("token server answers without access_token", token("200 OK", "{\"token_type\":\"bearer\"}")),
                setup("token that a header cannot carry", token("200 OK", "{\"access_token\":\"a\\r\\nb\"}")),
                setup("token answer without an end", token("200 OK", "x".repeat(300_000))),
                setup("token server closes at once", fetching(Peer::fin)),
                setup("token server resets", fetching(peer -> {
                    peer.readHead();
                    peer.reset();
                })),
                setup("token server speaks no HTTP", fetching(peer -> {
                    peer.send("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
                    peer.silence();
                })),
                setup("token server with a wrong certificate", stage -> {
                    ServerTls tls = ServerTls.of(
                            CertificateRecipe.leaf("localhost").selfSigned().serverContext());
                    ScriptedServer server = stage.server(ScriptedServer.tls(tls, Peer::upgrade));
                    return asking(stage, "https://localhost:" + server.port()).plain(Peer::upgrade);
                }));
    }

    private static GridRow setup(String name, GridRow.Scene scene) {
        return GridRow.of(name, AUTH, Reason.AUTHENTICATION_SETUP, scene);
    }

    private static GridRow.Scene header(Value value) {
        return stage -> stage.with(stage.module()
                        .with(new UpgradeSettings(
                                List.of(new RequestHeader("X-Api-Key", List.of(value))), null, List.of(), null, false)))
                .plain(Peer::upgrade);
    }

    private static GridRow.Scene credentials(Credentials credentials) {
        return stage -> stage.credentials(credentials).plain(Peer::upgrade);
    }

    private static GridRow.Scene token(String status, String body) {
        return fetching(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            peer.fin();
        });
    }

    /** A target that wants a token of that server. */
    static GridRow.Scene fetching(Script tokenServer) {
        return stage -> {
            ScriptedServer server = stage.server(ScriptedServer.plain(tokenServer));
            return asking(stage, "http://127.0.0.1:" + server.port()).plain(Peer::upgrade);
        };
    }

    private static Stage asking(Stage stage, String tokenUrl) {
        return stage.credentials(oauth(tokenUrl, HIDDEN, stage.module().tls()));
    }

    private static Credentials oauth(String tokenUrl, Value secret, TlsSettings tls) {
        return new Credentials.OAuth2("client", secret, URI.create(tokenUrl + "/token"), List.of(), Map.of(), tls);
    }

    private static Value file(String content) {
        return new Value.InFile(written(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Value latin1() {
        return new Value.InFile(written("schlüssel".getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Path written(byte... content) {
        try {
            Path file = Files.createTempFile("secret", null);
            file.toFile().deleteOnExit();
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
