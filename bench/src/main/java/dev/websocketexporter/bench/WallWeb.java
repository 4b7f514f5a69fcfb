package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A web configuration with TLS and one user.
 *
 * @param file that {@code --web.config.file} names
 */
record WallWeb(Path file, WallAccess.Guard guard) {
    private static final String LOGIN = "prom:test";

    /** Of that password, with a cost of 10, which is the usual one. */
    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG";

    /** @param directory that the image's user may read */
    static WallWeb make(Path directory) throws IOException {
        TestIdentity root = CertificateRecipe.ca("Walls Web CA").selfSigned();
        TestIdentity identity = CertificateRecipe.leaf("localhost")
                .names("localhost", "127.0.0.1")
                .signedBy(root);
        Files.writeString(directory.resolve("server.pem"), identity.chainPem());
        Files.writeString(directory.resolve("server.key"), identity.keyPem());
        Path file = directory.resolve("web.yml");
        Files.writeString(file, """
                tls_server_config: {cert_file: server.pem, key_file: server.key}
                basic_auth_users: {prom: %s}
                """.formatted(HASH));
        return new WallWeb(file, new WallAccess.Guard(identity, root, LOGIN));
    }

    WallAccess access(int port) {
        return new WallAccess(port, Optional.of(guard));
    }
}
