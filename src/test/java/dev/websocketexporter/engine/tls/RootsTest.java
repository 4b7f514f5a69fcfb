package dev.websocketexporter.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.engine.SlowMachine;
import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.values.FileReads;
import dev.websocketexporter.engine.work.ManualRunner;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.tls.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file of roots, told apart by what the file system says of it. */
class RootsTest {
    private static final TestIdentity ONE = CertificateRecipe.ca("Root 1").selfSigned();
    private static final TestIdentity OTHER = CertificateRecipe.ca("Root 2").selfSigned();

    @TempDir
    private Path directory;

    private final ManualRunner fileThreads = new ManualRunner();
    private final ManualRunner cryptography = new ManualRunner();
    private final Roots roots = new Roots(
            new FileReads(fileThreads, fileThreads, () -> 0),
            new BlockingExecutor(cryptography),
            CompletableFuture.completedFuture(TrustAnchors.system()));

    /** For a probe of then, a file that the test has just written is an hour old. */
    private SlowMachine machine = probeAt(Duration.ofHours(1));

    private Path file = Path.of("");
    private Value.InFile ca = new Value.InFile(file);

    private static SlowMachine probeAt(Duration later) {
        Instant then = Clock.systemUTC().instant().plus(later);
        return SlowMachine.probing("wss://a.example/", ProbeModule.withDefaults("m"), then);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    /** What is trusted without another look into the file; null: it must be read, or is gone. */
    private @Nullable TrustAnchors atHand(@Nullable Value value) {
        CompletableFuture<Trust> trust = roots.now(machine.run().context(), value);
        while (fileThreads.runAll()) {
            machine.channel().runPendingTasks();
        }
        boolean parsing = cryptography.size() > 0;
        cryptography.drop();
        return parsing || trust.join().trouble() != null ? null : trust.join().anchors();
    }

    private TrustAnchors read(@Nullable Value value) {
        CompletableFuture<Trust> read = roots.now(machine.run().context(), value);
        while (!read.isDone() && (fileThreads.runAll() || cryptography.runAll())) {
            machine.channel().runPendingTasks();
        }
        Failure trouble = read.join().trouble();
        if (trouble != null) {
            throw new IllegalStateException(trouble.toString());
        }
        return read.join().anchors();
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("roots.pem"), ONE.certificatePem());
        ca = new Value.InFile(file);
    }

    @Test
    void whatWasReadIsAtHandWhileTheFileIsTheSame() throws Exception {
        assertThat(atHand(ca)).isNull();
        TrustAnchors read = read(ca);
        assertThat(atHand(ca)).isSameAs(read);
        assertThat(atHand(ca)).isSameAs(read);
    }

    @Test
    void anotherContentOfTheSameSizeAndTimeIsNotTakenForTheOld() throws Exception {
        FileTime modified = Files.getLastModifiedTime(file);
        TrustAnchors before = read(ca);
        Files.writeString(file, Files.readString(file).replace("\n-----END", "\n-----end"));
        Files.setLastModifiedTime(file, modified);
        assertThat(atHand(ca)).isNull();
        assertThatThrownBy(() -> read(ca)).hasMessageContaining(file.toString());
        Files.writeString(file, ONE.certificatePem());
        assertThat(read(ca)).isSameAs(before);
    }

    @Test
    void anotherFileUnderTheNameIsReadAnew() throws Exception {
        TrustAnchors before = read(ca);
        Path next = Files.writeString(directory.resolve("next"), OTHER.certificatePem());
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        assertThat(atHand(ca)).isNull();
        TrustAnchors after = read(ca);
        assertThat(after).isNotSameAs(before);
        assertThat(atHand(ca)).isSameAs(after);
    }

    @Test
    void whatWasWrittenJustNowIsReadEachTimeAsItMayChangeWithoutATrace() throws Exception {
        machine = probeAt(Duration.ZERO);
        Files.writeString(file, ONE.certificatePem());
        TrustAnchors read = read(ca);
        assertThat(atHand(ca)).isNull();
        assertThat(read(ca)).as("the same content").isSameAs(read);
    }

    @Test
    void fileThatIsGoneIsNotAtHand() throws Exception {
        read(ca);
        Files.delete(file);
        assertThat(atHand(ca)).isNull();
        assertThatThrownBy(() -> read(ca)).hasMessageContaining(file + " is gone");
    }

    /** The target has nothing to do with it: see the words. */
    @Test
    void fileThatIsEmptiedOrBrokenOrNoFileIsTheExportersFault() throws Exception {
        read(ca);
        for (String content : List.of("", "-----BEGIN CERTIFICATE-----\nMII")) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> read(ca))
                    .hasMessageStartingWith("tls/exporter_limit: the exporter has no trusted certificates to verify"
                            + " with: ca_file: file " + file);
        }
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> read(ca))
                .hasMessage(
                        "tls/exporter_limit: the exporter has no trusted certificates to verify with: ca_file: file "
                                + file + " is no regular file (expected: a file with content)");
    }

    @Test
    void trustStoreOfTheRuntimeThatCannotBeReadIsTheExportersFault() {
        Roots broken = new Roots(
                new FileReads(fileThreads, fileThreads, () -> 0),
                new BlockingExecutor(cryptography),
                CompletableFuture.failedFuture(new IllegalStateException("the trust store cannot be read: why")));
        assertThat(broken.now(machine.run().context(), null).join().trouble())
                .hasToString("tls/exporter_limit: the exporter has no trusted certificates to verify with: the trust"
                        + " store cannot be read: why");
    }

    @Test
    void probeThatWaitsForTheTrustStoreGoesOnOnItsOwnLoopWhateverComesOfIt() {
        CompletableFuture<TrustAnchors> reading = new CompletableFuture<>();
        Roots slow = new Roots(
                new FileReads(fileThreads, fileThreads, () -> 0), new BlockingExecutor(cryptography), reading);
        CompletableFuture<Trust> trust = slow.now(machine.run().context(), null);
        reading.completeExceptionally(new IllegalStateException("the trust store cannot be read: why"));
        assertThat(trust).isNotDone();
        machine.channel().runPendingTasks();
        assertThat(trust.join().trouble())
                .hasToString("tls/exporter_limit: the exporter has no trusted certificates to verify with: the trust"
                        + " store cannot be read: why");
    }

    /** As Kubernetes does it: the file's name leads over a link to a directory, which is what is replaced. */
    @Test
    void anotherFileBehindALinkIsReadAnew() throws Exception {
        Path first = Files.createDirectory(directory.resolve("..1"));
        Files.writeString(first.resolve("ca.crt"), ONE.certificatePem());
        Path second = Files.createDirectory(directory.resolve("..2"));
        Files.writeString(second.resolve("ca.crt"), OTHER.certificatePem());
        Path data = Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Value.InFile linked =
                new Value.InFile(Files.createSymbolicLink(directory.resolve("ca.crt"), Path.of("..data", "ca.crt")));
        TrustAnchors before = read(linked);
        assertThat(atHand(linked)).isSameAs(before);
        Path next = Files.createSymbolicLink(directory.resolve("..next"), Path.of("..2"));
        Files.move(next, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        assertThat(atHand(linked)).isNull();
        assertThat(read(linked)).isNotSameAs(before);
    }

    /** The file is on a disk of this machine, but the way to it leads over what could as well be a network. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void fileThatIsReachedOverAnotherFileSystemIsReadEachTime() throws Exception {
        Value.InFile farther = new Value.InFile(Path.of("/proc/self/root" + file.toRealPath()));
        TrustAnchors read = read(farther);
        assertThat(atHand(farther)).isNull();
        assertThat(read(farther)).as("the same content").isSameAs(read);
    }

    @Test
    void rootsInTheConfigurationAndThoseOfTheRuntimeAreAtHandOnceTheyWereRead() throws Exception {
        Value inline = new Value.Plain(OTHER.certificatePem());
        assertThat(atHand(inline)).isNull();
        TrustAnchors read = read(inline);
        assertThat(atHand(inline)).isSameAs(read);
        assertThat(read(null)).isSameAs(TrustAnchors.system());
        assertThat(atHand(null)).isSameAs(TrustAnchors.system());
    }

    @Test
    void noMoreThanAHundredAreKept() throws Exception {
        Value first = numbered(0);
        read(first);
        for (int i = 1; i <= 99; i++) {
            read(numbered(i));
        }
        assertThat(atHand(first)).isNotNull();
        read(numbered(100));
        assertThat(atHand(first)).isNotNull();
        assertThat(atHand(numbered(1))).isNull();
    }

    private static Value numbered(int number) {
        return new Value.Plain("# " + number + "\n" + ONE.certificatePem());
    }
}
