package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.CLOSE;
import static dev.websocketexporter.probe.report.Reason.CLOSE_NOT_ANSWERED;

import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
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
                        })));
    }

    private static Stage required(Stage stage) {
        return stage.with(stage.module().with(new CloseSettings(1000, Duration.ofMillis(100), true)));
    }
}
