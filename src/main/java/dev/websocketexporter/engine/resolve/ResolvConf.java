package dev.websocketexporter.engine.resolve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who is asked for addresses, and how: the content of {@code /etc/resolv.conf}, see resolv.conf(5).
 *
 * @param servers who is asked, in this order; at least one
 * @param search the domains that complete a name, in this order, without dots at their ends
 * @param ndots a name with at least so many dots is asked for alone first; 0 to 15
 * @param timeout how long a server has to answer before the next one is asked
 * @param attempts how often the list of servers is gone through; at least 1
 * @param options what else it says
 * @param warnings what could not be used, each with file and line
 */
public record ResolvConf(
        List<InetSocketAddress> servers,
        List<String> search,
        int ndots,
        Duration timeout,
        int attempts,
        Set<Option> options,
        List<String> warnings) {
    static final int DEFAULT_NDOTS = 1;
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    static final int DEFAULT_ATTEMPTS = 2;

    /** An option without a number. */
    public enum Option {
        /** Every lookup begins at another server. */
        ROTATE,
        /** TCP from the start. */
        USE_VC,
        /** No question about IPv6. */
        NO_AAAA,
        /** A name without a dot is asked for only within the search list. */
        NO_TLD_QUERY
    }

    public ResolvConf {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = Set.copyOf(options);
        warnings = List.copyOf(warnings);
    }

    /** What holds when only servers are named. */
    public static ResolvConf of(InetSocketAddress... servers) {
        return new ResolvConf(
                List.of(servers), List.of(), DEFAULT_NDOTS, DEFAULT_TIMEOUT, DEFAULT_ATTEMPTS, Set.of(), List.of());
    }

    /** The same if others are asked. */
    ResolvConf asking(List<InetSocketAddress> others) {
        return new ResolvConf(others, search, ndots, timeout, attempts, options, warnings);
    }

    boolean has(Option option) {
        return options.contains(option);
    }

    /**
     * The absolute names to ask for, without their last dots, in the order of glibc and Go: with a dot at its end the name
     * alone, with enough dots the name first, else last.
     */
    List<String> candidates(String host) {
        if (host.endsWith(".")) {
            return List.of(host.substring(0, host.length() - 1));
        }
        long dots = host.chars().filter(c -> c == '.').count();
        boolean alone = dots > 0 || search.isEmpty() || !has(Option.NO_TLD_QUERY);
        List<String> names = new ArrayList<>();
        if (alone && dots >= ndots) {
            names.add(host);
        }
        for (String domain : search) {
            if (host.length() + 1 + domain.length() <= DnsQuestion.MAX_NAME) {
                names.add(host + "." + domain);
            }
        }
        if (alone && dots < ndots) {
            names.add(host);
        }
        return names;
    }

    /** Says who is asked now. Safe for use by several threads. */
    @FunctionalInterface
    public interface Source extends Supplier<ResolvConf> {
        /** Looks whether it has changed, on a thread that may wait for a disk; called every few seconds. */
        default void refresh() {}
    }
}
