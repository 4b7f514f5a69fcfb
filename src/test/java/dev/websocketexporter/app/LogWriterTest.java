package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogWriterTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final LongFunction<byte[]> NOTICE = lines -> line(lines + " left out");

    private final Reader reader = new Reader();
    private final LogWriter writer = new LogWriter(reader);

    @Test
    void linesAreWrittenInTheirOrder() {
        for (int i = 0; i < 100; i++) {
            writer.write(line("line " + i), NOTICE);
        }
        writer.flush(SOON);

        assertThat(reader.lines()).hasSize(100).startsWith("line 0", "line 1").endsWith("line 98", "line 99");
        assertThat(writer.dropped()).isZero();
    }

    @Test
    void readerThatHasStoppedKeepsNobodyWaitingAndWhatIsLeftOutIsSaidInItsPlace() throws Exception {
        reader.stop();
        writer.write(line("first"), NOTICE);
        reader.stopped.await();
        byte[] large = line("x".repeat(LogWriter.MOST_BYTES / 10));
        for (int i = 0; i < 15; i++) {
            writer.write(large, NOTICE);
        }
        assertThat(writer.dropped()).isEqualTo(6);
        writer.write(line("small enough"), NOTICE);

        writer.flush(Duration.ofMillis(1));
        assertThat(reader.lines()).isEmpty();
        reader.goOn();
        writer.flush(SOON);

        assertThat(reader.lines()).hasSize(1 + 9 + 2).startsWith("first").endsWith("6 left out", "small enough");
        assertThat(writer.dropped()).isEqualTo(6);
    }

    @Test
    void diskThatIsFullCountsEachLineAndTheLogGoesOnOnceThereIsRoom() {
        reader.full = true;
        writer.write(line("lost"), NOTICE);
        writer.flush(SOON);
        assertThat(writer.dropped()).isEqualTo(1);

        reader.full = false;
        writer.write(line("kept"), NOTICE);
        writer.flush(SOON);

        assertThat(reader.lines()).containsExactly("1 left out", "kept");
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A pipe, or a file on a disk. */
    private static final class Reader extends OutputStream {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CountDownLatch stopped = new CountDownLatch(1);
        private volatile CountDownLatch goesOn = new CountDownLatch(0);
        private volatile boolean full;

        void stop() {
            goesOn = new CountDownLatch(1);
        }

        void goOn() {
            goesOn.countDown();
        }

        List<String> lines() {
            synchronized (read) {
                return read.toString(StandardCharsets.UTF_8).lines().toList();
            }
        }

        @Override
        public void write(int one) {
            throw new UnsupportedOperationException("a line at a time");
        }

        @Override
        public void write(byte[] line, int from, int length) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            stopped.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (read) {
                read.write(line, from, length);
            }
        }
    }
}
