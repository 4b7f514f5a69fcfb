package dev.websocketexporter.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with servers, which can be killed and started again, one server or all of them. What may be reported of their
 * targets changes with it.
 */
final class SoakServers implements AutoCloseable {
    private final Class<?> program;
    private final SoakPlace place;
    private final List<SoakState> states;
    private Child child;
    private double cpuSecondsBefore;

    private SoakServers(Class<?> program, SoakPlace place, List<SoakState> states, Child child) {
        this.program = program;
        this.place = place;
        this.states = List.copyOf(states);
        this.child = child;
    }

    /** They have begun to start; {@link #awaitReady} waits until they have. */
    static SoakServers start(Class<?> program, SoakPlace place, List<SoakState> states) throws IOException {
        return new SoakServers(program, place, states, begin(program, place));
    }

    private static Child begin(Class<?> program, SoakPlace place) throws IOException {
        // Servers have processors of their own, which they do not take from the exporter.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "5"));
        command.addAll(Laboratory.java(program, place.directory().toString(), String.valueOf(place.firstPort())));
        return Child.talking(place.directory(), program.getSimpleName(), command);
    }

    void awaitReady() throws IOException {
        require("ready", child.line());
    }

    List<SoakState> states() {
        return states;
    }

    /** Has the process do it. */
    void tell(String command) throws IOException {
        require("ok", child.ask(command));
    }

    private void require(String expected, String line) {
        if (!line.equals(expected)) {
            throw new IllegalStateException(program.getSimpleName() + " said \"" + line + "\" (expected: \"" + expected
                    + "\"): " + child.said());
        }
    }

    /** Ends one server with all its connections; it is away for that long. */
    void restart(SoakState state, Duration away) throws IOException {
        String name = state.target().name();
        state.disturb();
        tell("stop " + name);
        state.down(System.nanoTime());
        LockSupport.parkNanos(away.toNanos());
        state.disturb();
        tell("start " + name);
        state.up(System.nanoTime());
    }

    /**
     * Kills the process, and starts another one.
     *
     * @param ready told what the new one must know, before anybody relies on it
     */
    void killAll(Duration away, Restarted ready) throws IOException {
        states.forEach(SoakState::disturb);
        cpuSecondsBefore += ProcessFigures.cpuSeconds(child.pid());
        child.kill();
        states.forEach(state -> state.down(System.nanoTime()));
        LockSupport.parkNanos(away.toNanos());
        states.forEach(SoakState::disturb);
        child = begin(program, place);
        awaitReady();
        ready.run();
        states.forEach(state -> state.up(System.nanoTime()));
    }

    /** What is to be done with servers that were started again. */
    @FunctionalInterface
    interface Restarted {
        void run() throws IOException;
    }

    /** Of all processes so far. */
    double cpuSeconds() {
        return cpuSecondsBefore + ProcessFigures.cpuSeconds(child.pid());
    }

    @Override
    public void close() {
        child.close();
    }
}
