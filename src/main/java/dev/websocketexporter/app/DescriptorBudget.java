package dev.websocketexporter.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many probes and connections the file descriptors of this process allow, so that no probe fails for want of one: what
 * does not fit is turned away before it has begun.
 *
 * @param most the limit of the process (RLIMIT_NOFILE), which Java has raised as far as it may
 * @param open how many are open while no probe runs
 */
record DescriptorBudget(long most, long open) {
    /**
     * The socket to the target, and two more while names are looked up in both families, or while a token is fetched or a
     * file of a secret is read.
     */
    private static final int OF_A_PROBE = 3;

    /** The client of the probe, and another one, which is told that there is no place. */
    private static final int CONNECTIONS_OF_A_PLACE = 2;

    /** For the event loops, the configuration's files at a reload, and whatever a library opens. */
    private static final int SPARE = 64;

    private static final int SPARE_OF_A_CORE = 4;

    /** Without a limit, where the system has none or Java does not know it. */
    private static final DescriptorBudget ENDLESS = new DescriptorBudget(Integer.MAX_VALUE, 0);

    static DescriptorBudget ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        && system.getMaxFileDescriptorCount() > 0
                ? new DescriptorBudget(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount())
                : ENDLESS;
    }

    /** How many of the wanted probes may run at once; at least 1. */
    int probes(int wanted) {
        return (int) Math.max(1, Math.min(wanted, free() / (OF_A_PROBE + CONNECTIONS_OF_A_PLACE)));
    }

    /** How many connections of clients may be open while so many probes run; at least 2. */
    int connections(int probes) {
        long left = free() - (long) probes * OF_A_PROBE;
        return (int) Math.max(CONNECTIONS_OF_A_PLACE, Math.min(left, Integer.MAX_VALUE));
    }

    /** The limit that would be enough for so many probes. */
    long needed(int probes) {
        return most - free() + (long) probes * (OF_A_PROBE + CONNECTIONS_OF_A_PLACE);
    }

    private long free() {
        return most
                - open
                - SPARE
                - (long) SPARE_OF_A_CORE * Runtime.getRuntime().availableProcessors();
    }
}
