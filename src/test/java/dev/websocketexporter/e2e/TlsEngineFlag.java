package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The TLS engines, as the process is told which to use. */
enum TlsEngineFlag {
    BORINGSSL,
    JDK;

    Exporter start(Path directory, String... flags) throws IOException {
        return Exporter.start(
                directory,
                List.of(
                        Tools.java().toString(),
                        "-Dwebsocketexporter.tls.engine=" + name().toLowerCase(java.util.Locale.ROOT)),
                flags);
    }
}
