package dev.websocketexporter.bench;

import dev.websocketexporter.bench.GoHolder.Pinger;
import java.io.IOException;
import java.time.Duration;

/**
 * A client that holds connections to a server of its own, which counts them.
 *
 * @param title as tables show it
 * @param process of the client
 */
record WatchRival(String title, LoadServer server, Child process) implements AutoCloseable {
    static final String OURS = "websocket_exporter";

    /** @param plan with the pings in its keys */
    static WatchRival ours(WatchYard yard, WatchPlan plan) throws IOException {
        LoadServer server = LoadServer.start(yard, "load-for-exporter");
        return closingServerIfItFails(
                server,
                () -> new WatchRival(OURS, server, yard.exporter(plan, server).process()));
    }

    static WatchRival go(WatchYard yard, WatchPlan plan, Pinger pinger, Duration ping) throws IOException {
        LoadServer server = LoadServer.start(yard, "load-for-hold");
        return closingServerIfItFails(
                server,
                () -> new WatchRival(
                        pinger.title(),
                        server,
                        GoHolder.start(yard, plan, server, pinger, ping).process()));
    }

    private interface Start {
        WatchRival start() throws IOException;
    }

    private static WatchRival closingServerIfItFails(LoadServer server, Start start) throws IOException {
        try {
            return start.start();
        } catch (IOException | RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
    }

    double rssMebibytes() {
        return ProcessFigures.rssMebibytes(process.pid());
    }

    ThreadTimes threadTimes() throws IOException {
        return ThreadTimes.of(process.pid());
    }

    @Override
    public void close() {
        process.close();
        server.close();
    }
}
