package dev.websocketexporter.e2e;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An exporter that is compared: both have the flags and the endpoint {@code /probe} in common. */
final class Candidate implements AutoCloseable {
    private final Path directory;
    private final List<String> command;
    private final ManagedProcess process;
    private final int port;

    private Candidate(Path directory, List<String> command, ManagedProcess process, int port) {
        this.directory = directory;
        this.command = command;
        this.process = process;
        this.port = port;
    }

    /** @param command the program and options of its own */
    static Candidate start(Path directory, List<String> command, Path configuration) throws IOException {
        int port = Http.freePort();
        ManagedProcess process = ManagedProcess.start(
                directory, with(command, "--config.file=" + configuration, "--web.listen-address=127.0.0.1:" + port));
        process.awaitReady(() -> Http.answers("http://127.0.0.1:" + port + "/-/healthy"));
        return new Candidate(directory, command, process, port);
    }

    private static List<String> with(List<String> command, String... flags) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(flags));
        return all;
    }

    /** The metrics of one probe; {@code more} is appended to the query as it stands. */
    Samples probe(String module, String target, String more) throws IOException {
        String url = "http://127.0.0.1:" + port + "/probe?module=" + module + "&target=" + Http.encode(target) + more;
        return Samples.of(Http.get(url).body());
    }

    Samples probe(String module, String target) throws IOException {
        return probe(module, target, "");
    }

    /** Whether the probe, which may take a second, is answered before the patience ends. */
    boolean answersWithin(Duration patience, String module, String target) throws IOException {
        String url = "http://127.0.0.1:" + port + "/probe?module=" + module + "&target=" + Http.encode(target);
        try {
            return Http.get(url, patience).statusCode() == 200;
        } catch (HttpTimeoutException e) {
            return false;
        }
    }

    /** Whether a configuration with this one module, of this content, loads. */
    boolean loads(String module) throws IOException {
        return loadsFile("modules:\n  compared: {" + module + "}\n");
    }

    /** Whether the whole configuration loads. */
    boolean loadsFile(String configuration) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "check-", ".yml"), configuration);
        return exitsWithZero("--config.check", "--config.file=" + file);
    }

    /** Whether the flag is one that it knows. */
    boolean knows(String flag) throws IOException {
        try (ManagedProcess help = ManagedProcess.start(directory, with(command, "--help"))) {
            help.awaitExit();
            return help.output().contains(flag);
        }
    }

    private boolean exitsWithZero(String... flags) throws IOException {
        try (ManagedProcess check = ManagedProcess.start(directory, with(command, flags))) {
            return check.awaitExit() == 0;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
