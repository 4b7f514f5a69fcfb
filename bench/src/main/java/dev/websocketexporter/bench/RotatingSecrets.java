package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The secrets that the exporter reads from files, each in its newest edition. A secret is named by its target and the number
 * of the edition; that of a client certificate is its common name.
 */
final class RotatingSecrets {
    static final String BEARER_FILE = "bearer";
    static final String CLIENT_SECRET_FILE = "client-secret";
    static final String CLIENT_ROOT_FILE = "client-root.pem";

    /** A link to a directory, as Kubernetes does it: certificate and key change together. */
    private static final String CLIENT = "client";

    static final String CERTIFICATE_FILE = CLIENT + "/tls.crt";
    static final String KEY_FILE = CLIENT + "/tls.key";

    /** Targets that have one, in the order in which they rotate. */
    static final List<String> TARGETS = List.of(GoodTargets.BEARER, GoodTargets.TOKEN, GoodTargets.CLIENT_CERTIFICATE);

    private final SoakPlace place;
    private final TestIdentity clientRoot =
            CertificateRecipe.ca("Soak Root of Clients").selfSigned();
    private final Map<String, Integer> editions = new HashMap<>();

    private RotatingSecrets(SoakPlace place) {
        this.place = place;
    }

    static RotatingSecrets first(SoakPlace place) throws IOException {
        RotatingSecrets secrets = new RotatingSecrets(place);
        place.publish(CLIENT_ROOT_FILE, secrets.clientRoot.certificatePem());
        for (String target : TARGETS) {
            secrets.publish(target, secrets.next(target));
        }
        return secrets;
    }

    /** What is in the file of the target. */
    String current(String target) {
        return named(target, editions.getOrDefault(target, 0));
    }

    /** What {@link #publish} will put there. */
    String next(String target) {
        return named(target, editions.getOrDefault(target, 0) + 1);
    }

    private static String named(String target, int edition) {
        return target.replace('_', '-') + "-" + edition;
    }

    /** Replaces the file of the target in one step. */
    void publish(String target, String secret) throws IOException {
        switch (target) {
            case GoodTargets.BEARER -> place.publish(BEARER_FILE, secret);
            case GoodTargets.TOKEN -> place.publish(CLIENT_SECRET_FILE, secret);
            default -> publishCertificate(secret);
        }
        editions.merge(target, 1, Integer::sum);
    }

    private void publishCertificate(String commonName) throws IOException {
        TestIdentity client = CertificateRecipe.leaf(commonName)
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .signedBy(clientRoot);
        Path fresh = Files.createDirectories(place.file(commonName));
        Files.writeString(fresh.resolve("tls.crt"), client.chainPem());
        Files.writeString(fresh.resolve("tls.key"), client.keyPem());
        Path link = place.file(commonName + ".link");
        Files.createSymbolicLink(link, fresh.getFileName());
        Files.move(link, place.file(CLIENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
