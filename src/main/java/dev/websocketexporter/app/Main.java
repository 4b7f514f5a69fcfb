package dev.websocketexporter.app;

import dev.websocketexporter.app.Exporter.CannotStartException;
import dev.websocketexporter.app.Flag.BadFlagException;
import dev.websocketexporter.cli.CommandLine;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.LiveConfiguration;
import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.config.watch.WatchFiles;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.server.web.HandshakeTrial;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The program: reads the command line and the configuration, then runs the exporter until a signal ends it. */
public final class Main {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_FLAGS = 2;

    /** How long the end of the process waits for the reader of the log. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Signals> signals;

    Main(PrintStream out, PrintStream err, Supplier<Signals> signals) {
        this.out = out;
        this.err = err;
        this.signals = signals;
    }

    public static void main(String[] arguments) {
        StartupSystemProperties.setDefaults();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Thread.setDefaultUncaughtExceptionHandler(Main::logBug);
        int code = statusOf(out, err, arguments);
        Logging.flush(LAST_WORDS);
        // Not a plain return: threads of libraries that are no daemons must not keep the process.
        System.exit(code);
    }

    /** Runs what the arguments ask for, to the end, also if that is a bug. */
    static int statusOf(PrintStream out, PrintStream err, String... arguments) {
        boolean isCommand = CommandLine.isCommand(arguments);
        try {
            // A command must be quick: nothing of the server is loaded for it.
            return isCommand
                    ? OneShot.run(out, err, arguments)
                    : new Main(out, err, Signals::ofThisProcess).run(arguments);
        } catch (RuntimeException | Error e) {
            logBug(Thread.currentThread(), e);
            return isCommand ? CommandLine.INTERNAL_ERROR : FAILED;
        }
    }

    private static void logBug(Thread thread, Throwable bug) {
        LoggerFactory.getLogger(Main.class)
                .atError()
                .addKeyValue("thread", thread.getName())
                .setCause(bug)
                .log("internal error, a bug of the exporter");
    }

    /** Runs to the end and returns the code that the process exits with. */
    int run(String... arguments) {
        try {
            Flags flags = CommandLineParser.parse(arguments);
            if (flags.help()) {
                out.print(HelpText.ofAllFlags());
                return OK;
            }
            if (flags.version()) {
                out.println(ThisBuild.line(ThisBuild.info()));
                return OK;
            }
            return flags.configCheck() ? check(flags) : serve(flags);
        } catch (BadFlagException e) {
            err.println(e.getMessage());
            return BAD_FLAGS;
        } catch (ConfigurationException e) {
            e.mistakes().forEach(err::println);
            return FAILED;
        } catch (CannotStartException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("interrupted while probes were running (expected: a signal)");
            return FAILED;
        }
    }

    private int check(Flags flags) throws ConfigurationException {
        Loaded loaded = flags.configuration().load();
        loaded.warnings().forEach(warning -> err.println("warning: " + warning));
        List<ConfigError> inFiles = new ArrayList<>(TargetLooks.mistakes(loaded.configuration()));
        inFiles.addAll(new WatchFiles(flags.shard())
                .look(loaded.configuration().watches(), loaded.configuration().targetPolicy())
                .mistakes());
        if (!inFiles.isEmpty()) {
            inFiles.forEach(err::println);
            return FAILED;
        }
        int modules = loaded.configuration().modules().size();
        out.println(flags.configuration().name() + ": " + modules + (modules == 1 ? " module" : " modules")
                + ", no mistakes");
        LiveWebConfiguration web = webConfiguration(flags);
        if (web != null) {
            web.loaded().warnings().forEach(warning -> err.println("warning: " + warning));
            out.println(web.name() + ": web configuration, no mistakes");
        }
        return OK;
    }

    private static @Nullable LiveWebConfiguration webConfiguration(Flags flags) throws ConfigurationException {
        Path file = flags.webConfiguration();
        return file == null ? null : LiveWebConfiguration.load(file, Ticker.system(), HandshakeTrial::problem);
    }

    private int serve(Flags flags) throws ConfigurationException, CannotStartException, InterruptedException {
        LiveConfiguration configuration = LiveConfiguration.load(flags.configuration());
        LiveWebConfiguration web = webConfiguration(flags);
        Logging.apply(flags.logLevel(), flags.logFormat());
        BuildInfo build = ThisBuild.info();
        Signals received = signals.get();
        try (Exporter exporter = Exporter.start(flags, configuration, web, build)) {
            received.onHangUp(exporter::reload);
            exporter.drain(received.awaitEnd());
        }
        return OK;
    }
}
