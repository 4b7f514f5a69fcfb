package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.CLOSE;
import static dev.websocketexporter.probe.report.Reason.CLOSE_NOT_ANSWERED;
import static dev.websocketexporter.probe.report.Reason.UNEXPECTED_CLOSE_CODE;

import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.testkit.Script;
import java.time.Duration;
import java.util.List;

/** Ways to fail in the closing handshake, where the module requires its answer. */
final class CloseRows {
    private CloseRows() {}

    static List<GridRow> all() {
        return List.of(
                GridRow.of(
                        "a server that does not answer our Close",
                        CLOSE,
                        CLOSE_NOT_ANSWERED,
                        stage -> required(stage).plain(peer -> {
                            peer.upgrade();
                            peer.silence();
                        })),
                GridRow.of(
                        "a server that ends the connection instead of answering our Close",
                        CLOSE,
                        CLOSE_NOT_ANSWERED,
                        stage -> required(stage).plain(peer -> {
                            peer.upgrade();
                            peer.readFrame();
                            peer.fin();
                        })),
                GridRow.of(
                        "a server that resets the connection instead of answering our Close",
                        CLOSE,
                        CLOSE_NOT_ANSWERED,
                        stage -> required(stage).secure(stage.world().goodTls(), peer -> {
                            peer.upgrade();
                            peer.readFrame();
                            peer.reset();
                        })),
                GridRow.of(
                        "a server that answers our Close with something that is no frame",
                        CLOSE,
                        CLOSE_NOT_ANSWERED,
                        stage -> required(stage).plain(peer -> {
                            peer.upgrade();
                            peer.readFrame();
                            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                            peer.silence();
                        })),
                unexpected("answers our Close with another code than the one expected", peer -> {
                    peer.readFrame();
                    peer.sendClose(1011, "oops");
                }),
                unexpected("answers our Close with one without a code", peer -> {
                    peer.readFrame();
                    peer.sendFrame(0x8);
                }),
                unexpected("answers our Close with a code that must not be in one", peer -> {
                    peer.readFrame();
                    peer.sendClose(12592, "00");
                }),
                unexpected("ends the connection instead of answering with the code expected", peer -> {
                    peer.readFrame();
                    peer.fin();
                }),
                unexpected("resets the connection instead of answering with the code expected", peer -> {
                    peer.readFrame();
                    peer.reset();
                }),
                unexpected("closes first, with another code than the one expected", peer -> {
                    peer.sendClose(1001, "");
                    peer.readFrame();
                }));
    }

    private static GridRow unexpected(String name, Script script) {
        return GridRow.of(
                "a server that " + name,
                CLOSE,
                UNEXPECTED_CLOSE_CODE,
                stage -> stage.with(stage.module().with(CloseSettings.DEFAULT.expecting(1000, 4000)))
                        .plain(peer -> {
                            peer.upgrade();
                            script.play(peer);
                            peer.silence();
                        }));
    }

    private static Stage required(Stage stage) {
        return stage.with(stage.module().with(new CloseSettings(1000, Duration.ofMillis(100), true)));
    }
}
