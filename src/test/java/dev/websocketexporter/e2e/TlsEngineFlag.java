package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The TLS engines, as the flag of the process selects them. */
enum TlsEngineFlag {
    BORINGSSL,
    JDK;

    /** The program and the option that chooses this one. */
    List<String> java() {
        return List.of(Tools.java().toString(), "-Dwebsocketexporter.tls.engine=" + name().toLowerCase(Locale.ROOT));
    }

    Exporter start(Path directory, String... flags) throws IOException {
        return Exporter.start(directory, java(), flags);
    }
}
