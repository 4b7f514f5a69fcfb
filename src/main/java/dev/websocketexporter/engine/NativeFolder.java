package dev.websocketexporter.engine;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Finds out why a native library could not be unpacked and loaded: from its folder, since exceptions tell little. */
final class NativeFolder {
    /** The system property that names the folder into which Netty unpacks its native libraries. */
    private static final String PROPERTY = "io.netty.native.workdir";

    private final Path folder;

    private NativeFolder(Path folder) {
        this.folder = folder;
    }

    static NativeFolder inUse() {
        String given = System.getProperty(PROPERTY);
        return new NativeFolder(given == null ? PlatformDependent.tmpdir().toPath() : Path.of(given));
    }

    /** One line for each library that is missing: which, why, what it costs, and what would be right. */
    List<String> warnings(boolean withoutTransport, boolean withoutTls) {
        List<String> warnings = new ArrayList<>();
        if (withoutTransport) {
            warnings.add(
                    warning("the native transport epoll", "probes cost more CPU, and connect times are less exact"));
        }
        if (withoutTls) {
            warnings.add(warning(
                    "BoringSSL",
                    "TLS is the Java runtime's: a handshake costs several times the CPU, and other"
                            + " versions and ciphers of TLS are offered"));
        }
        return warnings;
    }

    private String warning(String library, String cost) {
        return library + " is not loaded: " + why() + "; without it, " + cost;
    }

    private String why() {
        String expected =
                " (expected: a folder in which files can be created and executed, such as an emptyDir or a tmpfs"
                        + " with exec mounted there, or another one named by -D" + PROPERTY + "=)";
        try {
            Path probe = Files.createTempFile(folder, "websocket_exporter", ".so");
            try {
                Files.setPosixFilePermissions(probe, EnumSet.of(PosixFilePermission.OWNER_EXECUTE));
                return Files.isExecutable(probe)
                        ? "it does not fit this system (expected: Linux with glibc on x86_64 or aarch64)"
                        : "folder " + folder + " is on a mount without exec" + expected;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return "no file can be created in folder " + folder + expected;
        }
    }
}
