package dev.websocketexporter.bench;

/**
 * Addresses of the loopback network, which the targets all listen on. With one for each probe, who closes a connection
 * first does not run out of ports, and a captured connection tells which probe it belongs to.
 */
final class Addresses {
    /** How many there are before they repeat. */
    static final int MOST = 200 * 62_500;

    private static final int LAST = 250;

    private Addresses() {}

    static String of(long index) {
        int i = (int) (index % MOST);
        return "127." + (1 + i / (LAST * LAST)) + "." + (i / LAST % LAST) + "." + (1 + i % LAST);
    }
}
