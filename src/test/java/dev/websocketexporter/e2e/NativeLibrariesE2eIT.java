package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Temporary folders in which no native library can be unpacked, or none be loaded from: said, and the exporter works. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits for programs of its own: one test after the other
@Timeout(180)
class NativeLibrariesE2eIT {
    @TempDir
    private Path directory;

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void folderThatIsNotWritableIsNamedAndTheRuntimesOwnPartsAreUsed() throws Exception {
        List<String> java = List.of(Tools.java().toString(), "-Djava.io.tmpdir=/proc");
        try (Exporter exporter = Exporter.start(directory, java)) {
            assertWarned(exporter, "no file can be created in folder /proc (expected: ");
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void folderOnAMountWithoutExecIsNamed() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("noexec"));
        try (Exporter exporter = Exporter.start(directory, mounted(folder, "noexec"))) {
            assertWarned(exporter, "folder " + folder + " is on a mount without exec (expected: ");
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void folderOnAReadOnlyMountIsNamed() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("ro"));
        try (Exporter exporter = Exporter.start(directory, mounted(folder, "ro"))) {
            assertWarned(exporter, "no file can be created in folder " + folder + " (expected: ");
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void folderThatThePropertyNamesIsUsedInstead() throws Exception {
        List<String> java =
                List.of(Tools.java().toString(), "-Djava.io.tmpdir=/proc", "-Dio.netty.native.workdir=" + directory);
        try (Exporter exporter = Exporter.start(directory, java)) {
            assertThat(exporter.process().output()).doesNotContain("is not loaded");
            assertThat(exporter.get("/metrics").body())
                    .contains("websocket_exporter_engine_info{transport=\"epoll\",tls=\"boringssl\",} 1.0");
        }
    }

    private static void assertWarned(Exporter exporter, String why) throws IOException {
        assertThat(exporter.process().output())
                .contains("level=warn")
                .contains("the native transport epoll is not loaded: " + why)
                .contains("BoringSSL is not loaded: " + why)
                .contains("-Dio.netty.native.workdir=");
        assertThat(exporter.get("/metrics").body())
                .contains("websocket_exporter_engine_info{transport=\"nio\",tls=\"jdk\",} 1.0");
        assertThat(exporter.probe(exporter.echoUrl())).contains("\nprobe_success 1.0\n");
    }

    private static List<String> mounted(Path folder, String option) throws IOException, InterruptedException {
        Path unshare = Programs.require("unshare");
        if (new ProcessBuilder(unshare.toString(), "-rm", "true").start().waitFor() != 0) {
            Programs.missing("no mount namespace of one's own (expected: unshare -rm works)");
        }
        return List.of(
                unshare.toString(),
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o " + option + " none " + folder + " && exec \"$@\"",
                "sh",
                Tools.java().toString(),
                "-Djava.io.tmpdir=" + folder);
    }
}
