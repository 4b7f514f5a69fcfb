package dev.websocketexporter.engine.session;

import static dev.websocketexporter.engine.ServerFrames.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections on which compression was agreed on, and nothing is said. */
class IdleCompressionTest {
    private static final AgreedCompression AGREED = new AgreedCompression(true, true, true, 15);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int SESSIONS = 700;

    /** With compressors of their own they took 65 MiB before anything was said, and several times as much after that. */
    private static final long MOST_BYTES = 32L << 20;

    @Test
    void takeNoNativeMemoryForIt() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "no " + STATUS + " to read the memory of the process from");
        List<Wire> idle = new ArrayList<>();
        try {
            idle.add(Wire.compressed(1 << 20, AGREED));
            long before = residentBytes();
            for (int i = 1; i < SESSIONS; i++) {
                idle.add(Wire.compressed(1 << 20, AGREED));
            }
            assertThat(residentBytes() - before).isLessThan(MOST_BYTES);
            Wire last = idle.get(SESSIONS - 1);
            last.receive(hex("8105 48656c6c6f c107 f248cdc9c90700"));
            assertThat(last.messages()).containsExactly("TEXT Hello", "TEXT Hello");
        } finally {
            idle.forEach(Wire::close);
        }
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
