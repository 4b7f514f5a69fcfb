package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client costs that keeps its connection, as Prometheus does. */
@Timeout(60)
class IdleConnectionMemoryIT {
    private static final int CLIENTS = 500;

    /** As many connections may be open as the heap has room for, at this price. */
    private static final long MOST_BYTES_EACH = 12 * 1024;

    private static final String SCRAPE = "GET /livez HTTP/1.1\r\nHost: exporter\r\nUser-Agent: Prometheus/3.5\r\n"
            + "Accept: text/plain\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n";

    @Test
    void connectionThatWasUsedAndIsKeptTakesNoMoreHeapThanWasReckonedWith() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (RunningServer running = RunningServer.start()) {
            scrapeTwice(running, clients);
            long before = used();
            for (int i = 0; i < CLIENTS; i++) {
                scrapeTwice(running, clients);
            }
            assertThat((used() - before) / CLIENTS).isLessThan(MOST_BYTES_EACH);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static void scrapeTwice(RunningServer running, List<RawClient> clients) throws Exception {
        RawClient client = new RawClient(running.address());
        clients.add(client);
        for (int i = 0; i < 2; i++) {
            client.send(SCRAPE);
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    /** The least of several, since a collection leaves some of what is free for the next one. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
