package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.LyingNameServer;
import dev.websocketexporter.testkit.LyingNameServer.Query;
import java.io.Closeable;
import java.io.IOException;

/**
 * A name server that does what the name says. It takes port 53, and a mount over {@code /etc/resolv.conf}: so only root has
 * its names.
 */
final class SoakNames implements Closeable {
    static final String DOMAIN = ".soak.example";
    static final String GOOD = "plain" + DOMAIN;

    private static final String ADDRESS = "127.0.0.171";
    private static final int PORT = 53;

    private final LyingNameServer server;

    private SoakNames(LyingNameServer server) {
        this.server = server;
    }

    static boolean areToBeHad() {
        return "root".equals(System.getProperty("user.name"));
    }

    static SoakNames start() throws IOException {
        return new SoakNames(new LyingNameServer(ADDRESS, PORT, SoakNames::answer));
    }

    /** What the exporter has for {@code /etc/resolv.conf}. */
    static String resolvConf() {
        return "nameserver " + ADDRESS + "\noptions timeout:1 attempts:2\n";
    }

    private static void answer(Query query) throws IOException {
        switch (query.name()) {
            case GOOD -> query.addresses("127.0.0.1");
            case "name-servfail" + DOMAIN -> query.code(LyingNameServer.SERVFAIL);
            case "name-silent" + DOMAIN -> {
                // not answered
            }
            case "name-lie" + DOMAIN ->
                query.message()
                        .id(query.id() ^ 1)
                        .address(query.name(), "127.0.0.1")
                        .send();
            default -> query.code(LyingNameServer.NXDOMAIN);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
