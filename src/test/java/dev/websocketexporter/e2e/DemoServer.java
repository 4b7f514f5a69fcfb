package dev.websocketexporter.e2e;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The server of {@code examples/demo-server}, without a container. */
final class DemoServer implements AutoCloseable {
    /** How long it takes to upgrade when it is slow. */
    static final int DELAY_MS = 300;

    private static final Path SOURCES = Path.of("examples", "demo-server");
    private static final Pattern PORT = Pattern.compile("listening on port (\\d+)\n");
    private static final Pattern MODE = Pattern.compile("(?m)^[ *] (\\w+): ");

    private final ManagedProcess process;

    private DemoServer(ManagedProcess process) {
        this.process = process;
    }

    /** @param directory an empty one */
    static DemoServer start(Path directory) throws IOException {
        Path node = Tools.require("node");
        Npm.install(SOURCES, directory, "server.js");
        ManagedProcess server = ManagedProcess.start(
                directory, List.of("/usr/bin/env", "PORT=0", "DELAY_MS=" + DELAY_MS, node.toString(), "server.js"));
        return new DemoServer(
                server.awaitReady(() -> PORT.matcher(server.output()).find()));
    }

    /** Without a slash at the end. */
    String url() {
        return "ws://" + address();
    }

    /** All that it can do. */
    List<String> modes() throws IOException {
        return MODE.matcher(Http.get("http://" + address()).body())
                .results()
                .map((MatchResult mode) -> mode.group(1))
                .toList();
    }

    /** Tells it what to do from now on. */
    void be(String mode) throws IOException {
        HttpResponse<String> answer = Http.postJson("http://" + address() + "/be/" + mode, "");
        if (answer.statusCode() != 200 || !answer.body().contains("* " + mode + ":")) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    private String address() {
        return "127.0.0.1:"
                + PORT.matcher(process.output())
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1);
    }

    @Override
    public void close() {
        process.close();
    }
}
