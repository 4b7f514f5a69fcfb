package dev.websocketexporter.app;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.websocketexporter.watch.Watches;
import java.lang.management.ManagementFactory;

/**
 * How many probes, watched connections and connections of clients the file descriptors of this process allow, so that no probe
 * fails for want of one: what does not fit is turned away before it has begun.
 *
 * @param most the limit of the process (RLIMIT_NOFILE), which Java has raised as far as it may
 * @param open how many are open while no probe runs
 * @param watched how many sockets connections that are held open need, as far as it is known at the start
 */
record DescriptorBudget(long most, long open, long watched) {
    /**
     * The socket to the target, and two more while names are looked up in both families, or while a token is fetched or a
     * file of a secret is read.
     */
    private static final int OF_A_PROBE = 3;

    /** The client of the probe, and another one, which is told that there is no place. */
    private static final int CONNECTIONS_OF_A_PLACE = 2;

    private static final int OF_A_PLACE = OF_A_PROBE + CONNECTIONS_OF_A_PLACE;

    /** For the event loops, the configuration's files at a reload, and whatever a library opens. */
    private static final int SPARE = 64;

    private static final int SPARE_OF_A_CORE = 4;

    /**
     * Connections that were given up and whose server has a second to close them, while others are opened in their place: as
     * many as begin in that time.
     */
    private static final long LEAVING = Watches.STARTS_A_SECOND;

    /** Without a limit, where the system has none or Java does not know it. */
    private static final DescriptorBudget ENDLESS = new DescriptorBudget(Integer.MAX_VALUE, 0, 0);

    /** Of an exporter that holds no connections. */
    static DescriptorBudget ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        && system.getMaxFileDescriptorCount() > 0
                ? new DescriptorBudget(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount(), 0)
                : ENDLESS;
    }

    /** The same for an exporter that is to hold so many. */
    DescriptorBudget watching(long connections) {
        return new DescriptorBudget(most, open, sockets(connections));
    }

    /** How many sockets it takes to hold so many connections open and to replace some of them. */
    static long sockets(long connections) {
        return connections + Math.min(connections, LEAVING);
    }

    /** For how many connections so many sockets are enough: the reverse of {@link #sockets}. */
    static long connectionsOf(long sockets) {
        return sockets - Math.min(sockets / 2, LEAVING);
    }

    /** How many of the wanted probes may run at once; at least 1. */
    int probes(int wanted) {
        return (int) Math.max(1, Math.min(wanted, (free() - reserved(wanted)) / OF_A_PLACE));
    }

    /** What probes leave, but half of all if that is more: neither of the two keeps the other from its work. */
    private long reserved(int wantedProbes) {
        long left = Math.max(free() / 2, free() - (long) wantedProbes * OF_A_PLACE);
        return Math.max(0, Math.min(watched, left));
    }

    /** How many connections of clients may be open while so many probes run; at least 2. */
    int connections(int probes) {
        long all = (long) probes * CONNECTIONS_OF_A_PLACE + spare(probes) / 2;
        return (int) Math.max(CONNECTIONS_OF_A_PLACE, Math.min(all, Integer.MAX_VALUE));
    }

    /** How many sockets connections that are held open may have while so many probes run, and as many clients are there as may. */
    int watches(int probes) {
        long spare = spare(probes);
        return (int) Math.min(reserved(probes) + spare - spare / 2, Integer.MAX_VALUE);
    }

    /** What nobody has asked for yet: further clients and watched connections of a later configuration have half of it each. */
    private long spare(int probes) {
        return Math.max(0, free() - reserved(probes) - (long) probes * OF_A_PLACE);
    }

    /** The limit that would be enough for so many probes, and what is to be held open. */
    long needed(int probes) {
        return most - free() + (long) probes * OF_A_PLACE + watched;
    }

    /** The limit that would be enough for so many probes and so many connections that are held open. */
    long needed(int probes, long connections) {
        return watching(connections).needed(probes);
    }

    private long free() {
        return most
                - open
                - SPARE
                - (long) SPARE_OF_A_CORE * Runtime.getRuntime().availableProcessors();
    }
}
