package dev.websocketexporter.cli;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.watch.Holder;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a command finds around it.
 *
 * @param in the standard input
 * @param out for results
 * @param err for what is wrong with the command itself
 * @param destination where {@code out} goes
 * @param environment the variables of the process
 * @param ticker measures durations
 * @param interrupts tells when the user has enough
 * @param engine makes what probes; called at most once, and takes a while
 * @param tlsVersions those that the engine can speak; not cheap to ask for
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Destination destination,
        Map<String, String> environment,
        Ticker ticker,
        Interrupts interrupts,
        Supplier<Engine> engine,
        Supplier<Set<TlsVersion>> tlsVersions) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Where results go. */
    public enum Destination {
        TERMINAL,
        /** A file or a pipe. */
        OTHER
    }

    /** Ctrl-C. */
    @FunctionalInterface
    public interface Interrupts {
        /** Has this run at the first one, on a thread of its own; the second one ends the process at once. */
        void onFirst(Runnable action);
    }

    /** What probes. */
    public interface Engine {
        Prober prober();

        /** Holds connections open. */
        Holder holder();

        /**
         * Has a cold Java runtime do once what the next probe will, so that the target is not blamed for it. Blocks. Where
         * that is not possible, the next probe does it all the same.
         */
        void warmUpFor(ProbeRequest next);
    }
}
