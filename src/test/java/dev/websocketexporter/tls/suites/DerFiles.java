package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.operator.DefaultSignatureNameFinder;

/** Files of public suites: PEM with whatever stands around it, and DER. */
final class DerFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]*?)-----END \\1-----");

    private DerFiles() {}

    /** The blocks with that label, in their order. */
    static List<byte[]> pem(Path file, String label) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
            }
        }
        return blocks;
    }

    /**
     * The only block with that label.
     *
     * @throws IOException with one line, when there is none, or more than one
     */
    static byte[] onlyPem(Path file, String label) throws IOException {
        List<byte[]> blocks = pem(file, label);
        if (blocks.size() != 1) {
            throw new IOException(file + " has " + blocks.size() + " blocks " + label + " (expected: one)");
        }
        return blocks.get(0);
    }

    static boolean isSignedWithSha1(byte[] certificate) {
        AlgorithmIdentifier algorithm = Certificate.getInstance(certificate).getSignatureAlgorithm();
        return new DefaultSignatureNameFinder().getAlgorithmName(algorithm).startsWith("SHA1");
    }

    static Instant notBefore(byte[] certificate) {
        return Certificate.getInstance(certificate).getStartDate().getDate().toInstant();
    }
}
