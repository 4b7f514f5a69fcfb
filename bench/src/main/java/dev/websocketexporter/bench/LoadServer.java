package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** The program {@code load} of {@code bench/peers/watch}, which holds, feeds, drops and refuses connections. */
final class LoadServer implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Child process;
    private final Figures ports;

    /** How connections end; {@code mute}: they stay, and no pong comes any more. */
    enum End {
        CLOSE,
        FIN,
        RST,
        GARBAGE,
        MUTE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private LoadServer(Child process, Figures ports) {
        this.process = process;
        this.ports = ports;
    }

    static LoadServer start(WatchYard yard, String name) throws IOException {
        Child process = Child.talking(
                yard.directory(), name, List.of(yard.program("load"), "-cert", yard.chain(), "-key", yard.key()));
        return new LoadServer(process, Figures.parse(process.line().replace("load ", "")));
    }

    int port(Scheme scheme) {
        return Math.toIntExact(ports.of(scheme.urlScheme()));
    }

    Child process() {
        return process;
    }

    Figures state() {
        return Figures.parse(ask("state"));
    }

    long open() {
        return state().of("open");
    }

    void feed(int perSecond, int burst) {
        String unused = ask("feed " + perSecond + " " + burst);
    }

    void endFeed() {
        feed(0, 1);
    }

    /** Ends so many at most, and returns how many there were. */
    long drop(End how, int count) {
        return Figures.parse(ask("drop " + how.word() + " " + count)).of("dropped");
    }

    void refuse(boolean refuses) {
        String unused = ask("refuse " + (refuses ? "on" : "off"));
    }

    /** Those since the last time. */
    Attempts attempts() {
        return Attempts.parse(ask("attempts"));
    }

    /** @param atMost after which it is a mistake of the measurement */
    void awaitOpen(int connections, Duration atMost) {
        Conditions.await(
                atMost,
                PAUSE,
                () -> open() == connections,
                () -> "the server has " + open() + " connections (expected: " + connections + ")");
    }

    /**
     * Waits until all messages that were sent have been read; there may be no feed any more.
     *
     * @param received how many the client has read
     * @param atMost after which it is a mistake of the measurement
     */
    void awaitReceived(DoubleSupplier received, Duration atMost) {
        long sent = state().of("sent");
        Conditions.await(
                atMost,
                PAUSE,
                () -> received.getAsDouble() == sent,
                () -> received.getAsDouble() + " messages were read (expected: " + sent + ")");
    }

    private synchronized String ask(String question) {
        try {
            return process.ask(question);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
