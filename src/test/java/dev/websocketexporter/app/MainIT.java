package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.app.LogLayout.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MainIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void restoreLogging() {
        Logging.apply(ch.qos.logback.classic.Level.INFO, LogFormat.LOGFMT);
    }

    @Test
    void signalEndsTheExporterWithCode0() {
        Signals signals = new Signals(code -> {
            throw new AssertionError("halted with " + code);
        });
        signals.ended("TERM", 15);
        assertThat(run(signals, "--web.listen-address=127.0.0.1:0", "--log.level=error"))
                .isEqualTo(Main.OK);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).isEmpty();
    }

    @Test
    void addressInUseIsOneLineOnStderrAndCode1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(run(new Signals(code -> {}), "--web.listen-address=" + address, "--log.level=error"))
                    .isEqualTo(Main.FAILED);
            assertThat(text(err))
                    .contains(address)
                    .containsIgnoringCase("in use")
                    .hasLineCount(1);
        }
    }

    private int run(Signals signals, String... arguments) {
        return new Main(stream(out), stream(err), () -> signals).run(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
