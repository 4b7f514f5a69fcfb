package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start does not wait for, seen by the classes that are loaded when it is ready. */
@Tag("e2e")
@Timeout(90)
class LoadedClassesE2eIT {
    private static final String EVENTS_OF_NETTY = "io.netty.buffer.AllocateChunkEvent";
    private static final String JMX_SERVER = "com.sun.jmx.mbeanserver.JmxMBeanServer";
    private static final String PARSER_OF_FLAGS = "dev.websocketexporter.app.CommandLineParser";

    @TempDir
    private Path directory;

    @Test
    void startLoadsNeitherTheManagementServerNorEventsForRecordings() throws IOException {
        assertThat(loadedWhenReady()).contains(PARSER_OF_FLAGS).doesNotContain(EVENTS_OF_NETTY, JMX_SERVER);
    }

    /** But for a part of HPACK, in which Jetty's server encodes the names of header fields at its start wherever it finds it. */
    @Test
    void startWithoutAWebConfigurationLoadsNothingForOne() throws IOException {
        Set<String> loaded = loadedWhenReady();

        assertThat(loaded).contains(PARSER_OF_FLAGS);
        assertThat(loaded.stream().filter(LoadedClassesE2eIT::isForAWebConfiguration))
                .isEmpty();
    }

    private static boolean isForAWebConfiguration(String name) {
        return (name.startsWith("org.eclipse.jetty.http2.") && !name.startsWith("org.eclipse.jetty.http2.hpack."))
                || name.startsWith("org.eclipse.jetty.alpn.")
                || name.startsWith("dev.websocketexporter.config.web.")
                || name.equals("dev.websocketexporter.server.web.WebGate");
    }

    /** The keys of a configuration are known, whether they are used or not. */
    @Test
    void startWithoutAWatchLoadsNothingThatHoldsConnections() throws IOException {
        Set<String> loaded = loadedWhenReady();

        assertThat(loaded).contains("dev.websocketexporter.config.watch.WatchBlock");
        assertThat(loaded.stream().filter(LoadedClassesE2eIT::holdsConnections)).isEmpty();
    }

    private static boolean holdsConnections(String name) {
        return name.startsWith("dev.websocketexporter.watch.")
                || name.startsWith("dev.websocketexporter.engine.hold.")
                || name.equals("dev.websocketexporter.script.MessageReader")
                || name.matches("dev\\.websocketexporter\\.config\\.watch\\.(?!\\w*Blocks?\\b).*");
    }

    /** A module that asks for HTTP/2 stands in the embedded configuration, and is not probed here. */
    @Test
    void startLoadsNothingOfHttp2ForProbes() throws IOException {
        assertThat(loadedWhenReady())
                .contains(PARSER_OF_FLAGS)
                .noneMatch(name -> name.startsWith("io.netty.handler.codec.http2.")
                        || name.startsWith("dev.websocketexporter.engine.http2."));
    }

    @Test
    void eventsForRecordingsAreThereWhenAPropertyAsksForThem() throws IOException {
        assertThat(loadedWhenReady("-Dio.netty.jfr.enabled=true")).contains(EVENTS_OF_NETTY);
    }

    private Set<String> loadedWhenReady(String... options) throws IOException {
        Path log = directory.resolve("classes.log");
        List<String> java = new ArrayList<>(
                List.of(Tools.java().toString(), "-Xlog:class+load=info:file=" + log + ":none:filecount=0"));
        java.addAll(List.of(options));
        Exporter.start(directory, java).close();
        // A line is "NAME source: WHERE".
        return Files.readAllLines(log).stream()
                .map(line -> line.split(" ", 2)[0])
                .collect(Collectors.toSet());
    }
}
