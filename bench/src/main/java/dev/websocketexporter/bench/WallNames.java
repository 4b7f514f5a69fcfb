package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.LyingNameServer;
import dev.websocketexporter.testkit.LyingNameServer.Message;
import dev.websocketexporter.testkit.LyingNameServer.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A name server that answers each name in its own bad way, at the one address that the exporter's resolv.conf has. */
final class WallNames implements AutoCloseable {
    static final String RESOLV_CONF = "nameserver 127.0.0.1\n";

    private static final String DOMAIN = ".walls.example";
    private static final int PORT = 53;
    private static final int ADDRESSES = 500;
    private static final int IN_A_NETWORK = 250;
    private static final int CUT_AT = 14;
    private static final Executor LATE = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

    private final LyingNameServer server;

    WallNames() throws IOException {
        server = new LyingNameServer("127.0.0.1", PORT, WallNames::answer);
    }

    /** One probe for each bad way, and one for the good one. */
    static List<String> queries(int port) {
        return List.of("good", "late", "never", "many", "cut").stream()
                .map(name -> Wall.query("plain", "ws://" + name + DOMAIN + ":" + port + "/"))
                .toList();
    }

    private static void answer(Query query) throws IOException {
        switch (query.name().replace(DOMAIN, "")) {
            case "good" -> query.addresses("127.0.0.1");
            case "late" -> LATE.execute(() -> late(query));
            case "many" -> many(query);
            case "cut" -> cut(query);
            default -> {
                // Never.
            }
        }
    }

    private static void late(Query query) {
        try {
            query.addresses("127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** More than fit into a datagram. */
    private static void many(Query query) throws IOException {
        if (!query.overTcp()) {
            query.message().truncated().send();
            return;
        }
        Message message = query.message();
        for (int i = 0; i < ADDRESSES; i++) {
            message.address(query.name(), "127.0." + i / IN_A_NETWORK + "." + (1 + i % IN_A_NETWORK));
        }
        message.send();
    }

    /** Refers to TCP, and breaks off there. */
    private static void cut(Query query) throws IOException {
        Message message = query.message().address(query.name(), "127.0.0.1");
        if (query.overTcp()) {
            message.sendCut(CUT_AT);
        } else {
            message.truncated().send();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
