package dev.websocketexporter.app;

import dev.websocketexporter.cli.CommandLine;
import dev.websocketexporter.cli.CommandLine.CannotProbeException;
import dev.websocketexporter.cli.Surroundings;
import dev.websocketexporter.cli.Surroundings.Destination;
import dev.websocketexporter.cli.Surroundings.Engine;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.engine.WarmUp;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.watch.Holder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/** A command of the command line, in a process that ends after it. Nothing of the server is loaded for it. */
final class OneShot {
    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    private OneShot() {}

    /** Runs to the end, and returns the status that the process exits with. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        Surroundings surroundings = new Surroundings(
                System.in,
                out,
                err,
                isTerminal() ? Destination.TERMINAL : Destination.OTHER,
                System.getenv(),
                Ticker.system(),
                OneShot::onInterrupt,
                OneShot::engine,
                EngineSettings::tlsVersions);
        return new CommandLine(surroundings, Flag.rows()).run(arguments);
    }

    /** Java itself knows a console only if the input is one too, and newer versions always say that there is one. */
    private static boolean isTerminal() {
        try {
            String where = Files.readSymbolicLink(STDOUT).toString();
            return where.startsWith("/dev/pts/") || where.startsWith("/dev/tty") || where.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return testSaysSo();
        }
    }

    /** Where there is no such file, as on macOS. */
    private static boolean testSaysSo() {
        try {
            return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void onInterrupt(Runnable first) {
        AtomicBoolean came = new AtomicBoolean();
        try {
            JvmSignals.handle("INT", (name, number) -> {
                if (came.compareAndSet(false, true)) {
                    first.run();
                } else {
                    Runtime.getRuntime().halt(Signals.ENDED_BY_SIGNAL + number);
                }
            });
        } catch (IllegalStateException e) {
            // Ctrl-C then ends the process at once, as it does for every Java program.
            came.set(true);
        }
    }

    private static Engine engine() {
        try {
            EngineSettings settings = EngineSettings.ofThisMachine(
                    "websocket_exporter/" + ThisBuild.version(),
                    ProxyEnvironment.of(System.getenv()),
                    Ticker.system(),
                    Clock.systemUTC());
            return new WarmEngine(new NettyProber(settings), settings);
        } catch (IllegalArgumentException | InvalidTargetException e) {
            throw new CannotProbeException(e);
        }
    }

    /** The engine, which ends with the process. */
    private record WarmEngine(NettyProber netty, EngineSettings settings) implements Engine {
        @Override
        public Prober prober() {
            return netty;
        }

        @Override
        public Holder holder() {
            return netty;
        }

        @Override
        public void warmUpFor(ProbeRequest next) {
            try {
                new WarmUp(netty, settings).before(next);
            } catch (Exception e) {
                // Netty throws what the system says, declared or not; there may be no loopback interface.
                System.err.println("warning: no warm-up, so that the first phases take as long as a cold Java does ("
                        + Printable.excerpt(e) + ")");
            }
        }
    }
}
