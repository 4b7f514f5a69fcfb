package dev.websocketexporter.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program blackbox_exporter with the websocket prober, if it is on the PATH. */
record BlackboxExporter(Path program) {
    /** What the fixture was made with. */
    static final String VERSION = "commit e39d7d415684 (0.28.0 and what came after), prometheus/common v0.70.0";

    static Optional<BlackboxExporter> onThePath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("blackbox_exporter", "prometheus-blackbox-exporter")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(BlackboxExporter::new)
                .filter(BlackboxExporter::hasTheProber)
                .findFirst();
    }

    private boolean hasTheProber() {
        try {
            Path file = Files.createTempFile("blackbox", ".yml");
            return loads("modules: {m: {prober: websocket}}\n", file);
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /**
     * Whether it loads a configuration.
     *
     * @param file written for it
     */
    boolean loads(String yaml, Path file) throws IOException, InterruptedException {
        Files.writeString(file, yaml);
        Process process = new ProcessBuilder(program.toString(), "--config.check", "--config.file=" + file)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(program + " does not end");
        }
        return process.exitValue() == 0;
    }
}
