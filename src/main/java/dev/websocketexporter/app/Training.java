package dev.websocketexporter.app;

import dev.websocketexporter.engine.TrainingRun;
import dev.websocketexporter.probe.Ticker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** The program that {@code image/make-cache} runs beside the exporter whose cache it makes. */
public final class Training {
    private Training() {}

    /**
     * Plays the training.
     *
     * @param arguments a directory for files, the port of the exporter on 127.0.0.1, and how many requests to play
     */
    public static void main(String[] arguments) throws Exception {
        URI exporter = URI.create("http://127.0.0.1:" + arguments[1]);
        new TrainingRun(exporter, Ticker.system(), Clock.systemUTC())
                .play(Path.of(arguments[0]), () -> System.out.println("configured"), Integer.parseInt(arguments[2]));
    }
}
