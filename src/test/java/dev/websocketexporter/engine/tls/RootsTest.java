package dev.websocketexporter.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.probe.module.Value;
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

    /** By this clock, a file that the test has just written is an hour old. */
    private final Roots roots = new Roots(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));

    private Path file = Path.of("");
    private Value.InFile ca = new Value.InFile(file);

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("roots.pem"), ONE.certificatePem());
        ca = new Value.InFile(file);
    }

    @Test
    void whatWasReadIsAtHandWhileTheFileIsTheSame() throws Exception {
        assertThat(roots.atHand(ca)).isNull();
        TrustAnchors read = roots.read(ca);
        assertThat(roots.atHand(ca)).isSameAs(read);
        assertThat(roots.atHand(ca)).isSameAs(read);
    }

    @Test
    void anotherContentOfTheSameSizeAndTimeIsNotTakenForTheOld() throws Exception {
        FileTime modified = Files.getLastModifiedTime(file);
        TrustAnchors before = roots.read(ca);
        Files.writeString(file, Files.readString(file).replace("\n-----END", "\n-----end"));
        Files.setLastModifiedTime(file, modified);
        assertThat(roots.atHand(ca)).isNull();
        assertThatThrownBy(() -> roots.read(ca)).hasMessageContaining(file.toString());
        Files.writeString(file, ONE.certificatePem());
        assertThat(roots.read(ca)).isSameAs(before);
    }

    @Test
    void anotherFileUnderTheNameIsReadAnew() throws Exception {
        TrustAnchors before = roots.read(ca);
        Path next = Files.writeString(directory.resolve("next"), OTHER.certificatePem());
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        assertThat(roots.atHand(ca)).isNull();
        TrustAnchors after = roots.read(ca);
        assertThat(after).isNotSameAs(before);
        assertThat(roots.atHand(ca)).isSameAs(after);
    }

    @Test
    void whatWasWrittenJustNowIsReadEachTimeAsItMayChangeWithoutATrace() throws Exception {
        Roots now = new Roots(Clock.systemUTC());
        Files.writeString(file, ONE.certificatePem());
        TrustAnchors read = now.read(ca);
        assertThat(now.atHand(ca)).isNull();
        assertThat(now.read(ca)).as("the same content").isSameAs(read);
    }

    @Test
    void fileThatIsGoneIsNotAtHand() throws Exception {
        roots.read(ca);
        Files.delete(file);
        assertThat(roots.atHand(ca)).isNull();
        assertThatThrownBy(() -> roots.read(ca)).hasMessageContaining(file + " is gone");
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
        TrustAnchors before = roots.read(linked);
        assertThat(roots.atHand(linked)).isSameAs(before);
        Path next = Files.createSymbolicLink(directory.resolve("..next"), Path.of("..2"));
        Files.move(next, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        assertThat(roots.atHand(linked)).isNull();
        assertThat(roots.read(linked)).isNotSameAs(before);
    }

    /** The file is on a disk of this machine, but the way to it leads over what could as well be a network. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void fileThatIsReachedOverAnotherFileSystemIsReadEachTime() throws Exception {
        Value.InFile farther = new Value.InFile(Path.of("/proc/self/root" + file.toRealPath()));
        TrustAnchors read = roots.read(farther);
        assertThat(roots.atHand(farther)).isNull();
        assertThat(roots.read(farther)).as("the same content").isSameAs(read);
    }

    @Test
    void rootsInTheConfigurationAndThoseOfTheRuntimeAreAtHandOnceTheyWereRead() throws Exception {
        Value inline = new Value.Plain(OTHER.certificatePem());
        assertThat(roots.atHand(inline)).isNull();
        assertThat(roots.atHand(null)).isNull();
        TrustAnchors read = roots.read(inline);
        assertThat(roots.atHand(inline)).isSameAs(read);
        assertThat(roots.read(null)).isSameAs(TrustAnchors.system());
        assertThat(roots.atHand(null)).isSameAs(TrustAnchors.system());
    }

    @Test
    void noMoreThanAHundredAreKept() throws Exception {
        Value first = numbered(0);
        roots.read(first);
        for (int i = 1; i <= 99; i++) {
            roots.read(numbered(i));
        }
        assertThat(roots.atHand(first)).isNotNull();
        roots.read(numbered(100));
        assertThat(roots.atHand(first)).isNotNull();
        assertThat(roots.atHand(numbered(1))).isNull();
    }

    private static Value numbered(int number) {
        return new Value.Plain("# " + number + "\n" + ONE.certificatePem());
    }
}
