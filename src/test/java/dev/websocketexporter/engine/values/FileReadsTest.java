package dev.websocketexporter.engine.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.SlowMachine;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.work.ManualRunner;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.value.PathIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many threads the files of probes take. */
class FileReadsTest {
    private static final Path FILE = Path.of("/run/secret");
    private static final Path OTHER = Path.of("/run/other");
    private static final FileAsk TEXT = FileAsk.content(1_000);

    private final AtomicLong now = new AtomicLong();
    private final ManualRunner usual = new ManualRunner();
    private final ManualRunner reserve = new ManualRunner();
    private final List<SlowMachine> probes = new ArrayList<>();
    private String content = "first";
    private Duration reading = Duration.ZERO;
    private Runnable during = () -> {};
    private int readings;
    private @Nullable Throwable broken;
    private Runnable duringLook = () -> {};
    private final FileReads reads = new FileReads(usual, reserve, now::get, new FileAccess() {
        @Override
        public FileContent read(Path path, FileAsk ask) {
            return FileReadsTest.this.read(path);
        }

        @Override
        public PathIdentity identity(Path path) {
            Runnable meanwhile = duringLook;
            duringLook = () -> {};
            kept(meanwhile);
            return PathIdentity.of(path);
        }
    });

    private FileContent read(Path path) {
        readings++;
        byte[] found = content.getBytes(StandardCharsets.UTF_8);
        Runnable meanwhile = during;
        during = () -> {};
        kept(meanwhile);
        now.addAndGet(reading.toNanos());
        return FileContent.of(path, null, found);
    }

    /** Whatever a reading throws is taken for trouble with the file, a failed assertion too. */
    private void kept(Runnable meanwhile) {
        try {
            meanwhile.run();
        } catch (RuntimeException | Error e) {
            broken = broken == null ? e : broken;
        }
    }

    @AfterEach
    void end() {
        probes.forEach(SlowMachine::close);
        assertThat(broken).isNull();
    }

    @Test
    void probesThatNeedTheSameFileShareOneReading() {
        List<CompletableFuture<FileContent>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(reads.read(probe(), FILE, TEXT));
        }
        assertThat(usual.size()).isEqualTo(1);
        usual.runAll();
        assertThat(readings).isEqualTo(1);
        assertThat(all).allSatisfy(read -> assertThat(text(read)).isEqualTo("first"));
    }

    @Test
    void whoComesWhileAFileIsReadGetsWhatIsThereAfterwards() {
        List<CompletableFuture<FileContent>> later = new ArrayList<>();
        CompletableFuture<FileContent> before = reads.read(probe(), FILE, TEXT);
        during = () -> {
            later.add(reads.read(probe(), FILE, TEXT));
            later.add(reads.read(probe(), FILE, TEXT));
            assertThat(usual.size())
                    .as("no second thread while the first reads")
                    .isZero();
            content = "second";
        };
        usual.runAll();
        reserve.runAll();
        assertThat(text(before)).isEqualTo("first");
        assertThat(later).allSatisfy(read -> assertThat(text(read)).isEqualTo("second"));
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void fileThatHangsSaysSinceWhen() {
        reads.read(probe(), FILE, TEXT);
        assertThat(reads.waiting(List.of(OTHER, FILE)))
                .isEqualTo("the file /run/secret, for which the exporter has no thread: tests (1 tasks wait)");
        during = () -> {
            now.addAndGet(Duration.ofSeconds(12).toNanos());
            assertThat(reads.waiting(List.of(OTHER, FILE)))
                    .isEqualTo("the file /run/secret, whose reading has not ended for 12 s (is its file system"
                            + " reachable?)");
        };
        usual.runAll();
        assertThat(readings).isEqualTo(1);
    }

    @Test
    void readingIsGivenUpWhenAllWhoWaitedAreOver() {
        SlowMachine one = machine();
        SlowMachine two = machine();
        reads.read(one.run().context(), FILE, TEXT);
        reads.read(two.run().context(), FILE, TEXT);
        one.run().finish(null);
        assertThat(usual.cancelled()).isZero();
        two.run().finish(null);
        assertThat(usual.cancelled()).isEqualTo(1);
        assertThat(usual.size()).isZero();
        CompletableFuture<FileContent> next = reads.read(probe(), FILE, TEXT);
        usual.runAll();
        assertThat(text(next)).isEqualTo("first");
    }

    @Test
    void readingThatHangsIsInterruptedAndWhoComesThenWaitsForItsEnd() {
        SlowMachine gone = machine();
        List<CompletableFuture<FileContent>> later = new ArrayList<>();
        reads.read(gone.run().context(), FILE, TEXT);
        during = () -> {
            gone.run().finish(null);
            assertThat(usual.cancelled()).isEqualTo(1);
            later.add(reads.read(probe(), FILE, TEXT));
            assertThat(usual.size()).isZero();
        };
        usual.runAll();
        reserve.runAll();
        assertThat(text(later.get(0))).isEqualTo("first");
    }

    @Test
    void fileThatReplacesOneThatHangsIsReadAlthoughThatReadingNeverEnds(@TempDir Path directory) throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("secret"), Path.of("/dead/mount/secret"));
        List<CompletableFuture<FileContent>> later = new ArrayList<>();
        reads.read(probe(), link, TEXT);
        during = () -> {
            now.addAndGet(DirectoryLooks.HUNG.toNanos() + 1);
            later.add(reads.read(probe(), link, TEXT));
            usual.runNext();
            now.addAndGet(DirectoryLooks.HUNG.toNanos() + 1);
            later.add(reads.read(probe(), link, TEXT));
            usual.runNext();
            assertThat(usual.size()).as("while the same link stands there").isZero();
            replace(link);
            now.addAndGet(DirectoryLooks.HUNG.toNanos() + 1);
            later.add(reads.read(probe(), link, TEXT));
            usual.runAll();
            assertThat(later).allSatisfy(read -> assertThat(text(read)).isEqualTo("first"));
        };
        usual.runAll();
        assertThat(readings).isEqualTo(2);
    }

    private static void replace(Path link) {
        try {
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of("live"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As when the directory of the file is on the file system that is gone. */
    @Test
    void looksThatHangThemselvesBecomeRarer() {
        reads.read(probe(), FILE, TEXT);
        during = () -> {
            List<Integer> looks = new ArrayList<>();
            for (int second = 0; second < 100; second++) {
                now.addAndGet(Duration.ofSeconds(1).toNanos());
                reads.read(probe(), FILE, TEXT);
                looks.add(usual.size());
            }
            assertThat(looks.get(99)).isBetween(4, 6);
            usual.drop();
        };
        usual.runNext();
    }

    /** As when secrets are mounted together: many files of one file system that is gone. */
    @Test
    void looksAtFilesOfOneDirectoryTakeNoMoreThreadsThanThoseAtOne() {
        List<Path> files = filesOf(Path.of("/run/secrets"));
        files.forEach(file -> reads.read(probe(), file, TEXT));
        whileAllHang(files.size(), () -> {
            for (int second = 0; second < 100; second++) {
                now.addAndGet(Duration.ofSeconds(1).toNanos());
                files.forEach(file -> reads.read(probe(), file, TEXT));
            }
            assertThat(usual.size()).isBetween(4, 6);
            usual.drop();
        });
    }

    @Test
    void allThatHangsInADirectoryIsReadAnewWhenItAnswersAgain(@TempDir Path directory) {
        List<Path> files = filesOf(directory);
        List<CompletableFuture<FileContent>> later = new ArrayList<>();
        files.forEach(file -> reads.read(probe(), file, TEXT));
        whileAllHang(files.size(), () -> {
            now.addAndGet(DirectoryLooks.HUNG.toNanos() + 1);
            files.forEach(file -> later.add(reads.read(probe(), file, TEXT)));
            duringLook = () -> {
                now.addAndGet(DirectoryLooks.HUNG.toNanos() + 1);
                later.add(reads.read(probe(), files.get(0), TEXT));
                assertThat(usual.size()).as("another look").isEqualTo(1);
                usual.runAll();
                assertThat(later).allSatisfy(read -> assertThat(text(read)).isEqualTo("first"));
            };
            usual.runAll();
        });
        assertThat(readings).isEqualTo(2 * files.size());
    }

    private static List<Path> filesOf(Path directory) {
        return IntStream.range(0, 10)
                .mapToObj(i -> directory.resolve("file-" + i))
                .toList();
    }

    /** Begins that many readings, of which none ends before this does. */
    private void whileAllHang(int number, Runnable then) {
        during = number == 1 ? then : () -> whileAllHang(number - 1, then);
        usual.runNext();
    }

    @Test
    void onlyFilesThatWereQuickTheLastTimeGetReservedThreads() {
        reads.read(probe(), FILE, TEXT);
        reads.read(probe(), OTHER, TEXT);
        assertThat(reserve.size()).as("of files that are not known").isZero();
        usual.runNext();
        reading = QuickFiles.QUICK;
        usual.runNext();

        reads.read(probe(), FILE, TEXT);
        reads.read(probe(), OTHER, TEXT);

        assertThat(reserve.size()).as("of the one that was quick").isEqualTo(1);
        assertThat(usual.size()).as("of the one that was slow").isEqualTo(1);
    }

    @Test
    void quickFileThatFindsNoReservedThreadTakesAnother() {
        reads.read(probe(), FILE, TEXT);
        usual.runAll();
        reserve.fill();
        reads.read(probe(), FILE, TEXT);
        assertThat(usual.size()).isEqualTo(1);
    }

    @Test
    void readingWithoutAPlaceIsTheExportersLimit() {
        usual.fill();
        CompletableFuture<FileContent> refused = reads.read(probe(), FILE, TEXT);
        assertThat(refused)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ProbeFailedException.class)
                .withMessageContaining("exporter_limit: the exporter has no place for more work in its executor for"
                        + " tests (0 tasks wait)");
    }

    @Test
    void sharedReadingServesTheOneWhoNeedsMost() {
        List<FileAsk> asked = new ArrayList<>();
        FileReads noted = new FileReads(usual, reserve, now::get, (path, ask) -> {
            asked.add(ask);
            return FileContent.of(path, null, new byte[0]);
        });
        noted.read(probe(), FILE, FileAsk.content(64));
        noted.read(probe(), FILE, FileAsk.changed(1_000, null));
        usual.runAll();
        assertThat(asked).containsExactly(new FileAsk(1_000, true, null));
    }

    private SlowMachine machine() {
        SlowMachine machine = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"));
        probes.add(machine);
        return machine;
    }

    private PhaseContext probe() {
        return machine().run().context();
    }

    private String text(CompletableFuture<FileContent> read) {
        probes.forEach(probe -> probe.channel().runPendingTasks());
        byte[] bytes = read.join().bytes();
        return bytes == null ? "nothing" : new String(bytes, StandardCharsets.UTF_8);
    }
}
