package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The MQTT broker Mosquitto with two ports for WebSockets: one for everybody and one for nobody. */
final class Mosquitto implements AutoCloseable {
    /** Without a listener for plain MQTT it does not start (2.0.11). */
    private static final String CONFIGURATION = """
            per_listener_settings true
            persistence false
            sys_interval 1
            listener %d 127.0.0.1
            listener %d 127.0.0.1
            protocol websockets
            allow_anonymous true
            listener %d 127.0.0.1
            protocol websockets
            allow_anonymous false
            """;

    private final ManagedProcess process;
    private final int open;
    private final int refusing;

    private Mosquitto(ManagedProcess process, int open, int refusing) {
        this.process = process;
        this.open = open;
        this.refusing = refusing;
    }

    static Mosquitto start(Path directory) throws IOException {
        Path mosquitto = Tools.require("mosquitto");
        int open = Http.freePort();
        int refusing = Http.freePort();
        Path configuration = Files.writeString(
                directory.resolve("mosquitto.conf"), CONFIGURATION.formatted(Http.freePort(), open, refusing));
        ManagedProcess process =
                ManagedProcess.start(directory, List.of(mosquitto.toString(), "-c", configuration.toString()));
        process.awaitReady(() -> process.output().contains(" running\n"));
        return new Mosquitto(process, open, refusing);
    }

    String url() {
        return "ws://127.0.0.1:" + open + "/mqtt";
    }

    /** Where nobody may connect without a user name and a password. */
    String refusingUrl() {
        return "ws://127.0.0.1:" + refusing + "/mqtt";
    }

    @Override
    public void close() {
        process.close();
    }
}
