package dev.websocketexporter.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.yaml.TimedFiles.HungFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that do not answer. */
@Timeout(30)
class TimedFilesTest {
    private static final Path FILE = Path.of("/run/file");

    private final TimedFiles impatient = new TimedFiles(Duration.ofMillis(100));
    private final CountDownLatch recovered = new CountDownLatch(1);

    @Test
    void fileThatHangsIsReportedInTimeAndEndsTheLoading() {
        TimedFiles.Load load = impatient.begin();
        assertThatThrownBy(() -> load.ask(FILE, this::hang))
                .isInstanceOf(HungFileException.class)
                .hasMessageStartingWith("it did not answer within ");
        assertThat(load.gaveUp()).isTrue();
        assertThat(impatient.begin().gaveUp()).as("the next loading").isFalse();
    }

    @Test
    void fileThatHangsIsNotAskedAgainUntilItAnswers() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> impatient.begin().ask(FILE, () -> asked.incrementAndGet() + hang()))
                    .isInstanceOf(HungFileException.class);
        }
        assertThat(asked).hasValue(1);
        assertThat(impatient.begin().ask(Path.of("/run/other"), () -> "fine"))
                .as("another file")
                .isEqualTo("fine");

        recovered.countDown();

        assertThat(new TimedFiles(Duration.ofSeconds(20)).begin().ask(FILE, () -> "new"))
                .isEqualTo("new");
    }

    @Test
    void whatReplacesAFileThatHangsIsAskedAtOnce(@TempDir Path directory) throws Exception {
        Path file = Files.createSymbolicLink(directory.resolve("file"), Path.of("/dead/mount/file"));
        assertThatThrownBy(() -> impatient.begin().ask(file, this::hang)).isInstanceOf(HungFileException.class);
        Files.delete(file);
        Files.writeString(file, "new");
        assertThat(impatient.begin().ask(file, () -> Files.readString(file))).isEqualTo("new");
    }

    @Test
    void whoAsksWhileAnotherQuestionIsUnderWayGetsAnAnswerOfHisOwn() throws Exception {
        TimedFiles patient = new TimedFiles(Duration.ofSeconds(20));
        CountDownLatch began = new CountDownLatch(1);
        Thread first = new Thread(() -> {
            try {
                patient.begin().ask(FILE, () -> {
                    began.countDown();
                    return hang();
                });
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        first.start();
        began.await();
        Thread later = new Thread(recovered::countDown);
        later.start();
        assertThat(patient.begin().ask(FILE, () -> "new")).isEqualTo("new");
        first.join();
        later.join();
    }

    @Test
    void whatAQuestionFailsWithIsThrown() {
        TimedFiles.Load load = impatient.begin();
        assertThatThrownBy(() -> load.ask(FILE, () -> {
                    throw new NoSuchFileException("gone");
                }))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(load.gaveUp()).isFalse();
    }

    private String hang() throws InterruptedException {
        recovered.await();
        return "old";
    }
}
