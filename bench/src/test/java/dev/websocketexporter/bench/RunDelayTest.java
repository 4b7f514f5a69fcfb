package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As read of a running exporter with two event loops. */
class RunDelayTest {
    @TempDir
    private Path tasks;

    @Test
    void onlyProbeLoopsCountAndAllOfThem() throws IOException {
        thread(101, "java", "518018712 207280012 277");
        thread(117, "probe-1-1", "362284895 292504861 602");
        thread(118, "probe-1-2", "516493409 350730866 722");
        thread(119, "http-22", "468791055 322072082 524");
        RunDelay delay = RunDelay.of(tasks);
        assertThat(delay).isEqualTo(new RunDelay(878_778_304, 643_235_727, 1_324));
        assertThat(delay.perSlice()).isEqualTo("ran 664 µs and waited 486 µs");
    }

    @Test
    void onlyWhatCameSinceIsCounted() {
        RunDelay since = new RunDelay(9_000_000, 500_000, 30).since(new RunDelay(1_000_000, 100_000, 10));
        assertThat(since).isEqualTo(new RunDelay(8_000_000, 400_000, 20));
        assertThat(since.perSlice()).isEqualTo("ran 400 µs and waited 20 µs");
    }

    @Test
    void aProgramWithoutSuchThreadsTellsNothing() throws IOException {
        thread(7, "blackbox_export", "1000 2000 3");
        RunDelay delay = RunDelay.of(tasks);
        assertThat(delay.slices()).isZero();
        assertThat(delay.perSlice()).isEqualTo("ran 0 µs and waited 0 µs");
    }

    private void thread(int id, String name, String schedstat) throws IOException {
        Path task = Files.createDirectory(tasks.resolve(String.valueOf(id)));
        Files.writeString(task.resolve("comm"), name + "\n");
        Files.writeString(task.resolve("schedstat"), schedstat + "\n");
    }
}
