package dev.websocketexporter.bench;

import dev.websocketexporter.bench.LoadServer.End;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** What happens to held connections in a soak: something each second, over and over. */
final class WatchFaults {
    private static final int ROUND = 10;

    /** In each of so many rounds, the server is stopped in one and nothing else happens. */
    private static final int STOPPED_ROUND = 6;

    private static final int AT_ONCE = 3;
    private static final int STOPPED_SECONDS = 4;

    private final WatchSoakExporter exporter;
    private final LoadServer server;
    private final Map<End, Long> drops = new EnumMap<>(End.class);
    private long reloads;
    private long mistakes;
    private long refusals;
    private long stops;

    WatchFaults(WatchSoakExporter exporter, LoadServer server) {
        this.exporter = exporter;
        this.server = server;
    }

    /** What is due in that second of the soak. */
    void second(int second) throws IOException {
        if (second / ROUND % STOPPED_ROUND == STOPPED_ROUND - 1) {
            stopped(second % ROUND);
        } else {
            running(second % ROUND);
        }
    }

    /** Some pongs are missed while the server is stopped, and not so many that a connection is dropped. */
    private void stopped(int second) {
        if (second == 0) {
            stops++;
            server.process().signal("STOP");
        } else if (second == STOPPED_SECONDS) {
            server.process().signal("CONT");
        }
    }

    private void running(int second) throws IOException {
        switch (second) {
            case 0 -> drop(End.CLOSE);
            case 1 -> drop(End.FIN);
            case 2 -> drop(End.RST);
            case 3 -> drop(End.GARBAGE);
            case 4 -> drop(End.MUTE);
            case 5 -> {
                refusals++;
                server.refuse(true);
                drop(End.FIN);
            }
            case 6 -> drop(End.RST);
            case 7 -> server.refuse(false);
            case 8 -> {
                reloads++;
                exporter.reload();
            }
            default -> {
                mistakes++;
                exporter.reloadMistake();
            }
        }
    }

    private void drop(End end) {
        drops.merge(end, server.drop(end, AT_ONCE), Long::sum);
    }

    /** How many connections ended in this way. */
    long count(End end) {
        return drops.getOrDefault(end, 0L);
    }

    /** In words, for the report. */
    String words() {
        return count(End.CLOSE) + " Close frames, " + count(End.FIN) + " times FIN without one, " + count(End.RST)
                + " RST, " + count(End.GARBAGE) + " undefined frames, " + count(End.MUTE)
                + " connections that answered no ping any more; the server refused " + refusals
                + " times for two seconds and was stopped " + stops + " times for " + STOPPED_SECONDS
                + " s; the configuration was loaded " + reloads + " times with another one, and refused " + mistakes
                + " times";
    }
}
