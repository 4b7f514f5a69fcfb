package dev.websocketexporter.tls.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.tls.SignatureCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.util.encoders.Hex;
import org.jspecify.annotations.Nullable;

/**
 * Wycheproof: the files {@code *_test.json} with signatures of ECDSA, RSA and EdDSA to verify. A signature in another form than
 * certificates have it (P1363, Bitcoin's), and a digest for which certificates have no identifier, are left out.
 */
final class WycheproofReader implements SuiteReader {
    private static final Set<String> SCHEMAS = Set.of(
            "ecdsa_verify",
            "rsassa_pkcs1_verify",
            "rsassa_pss_verify",
            "rsassa_pss_with_parameters_verify",
            "eddsa_verify");

    @Override
    public String suite() {
        return "wycheproof";
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        List<SuiteCase> cases = new ArrayList<>();
        for (Path file : files) {
            if (!file.getFileName().toString().matches("(ecdsa|rsa|ed\\d+|eddsa)_?.*_test\\.json")) {
                continue;
            }
            JsonNode whole = new ObjectMapper().readTree(file.toFile());
            String schema = whole.path("schema").asText().replaceAll("_schema.*", "");
            if (SCHEMAS.contains(schema)) {
                String name = file.getFileName().toString().replace("_test.json", "");
                whole.path("testGroups").forEach(group -> addAll(cases, name, group));
            }
        }
        return cases;
    }

    private static void addAll(List<SuiteCase> cases, String file, JsonNode group) {
        AlgorithmIdentifier algorithm = algorithm(group);
        byte[] key = Hex.decode(group.path("publicKeyDer").asText());
        if (algorithm == null || key.length == 0) {
            return;
        }
        for (JsonNode test : group.path("tests")) {
            byte[] message = Hex.decode(test.get("msg").asText());
            byte[] signature = Hex.decode(test.get("sig").asText());
            Set<String> tags = new HashSet<>(
                    Set.of(test.get("result").asText(), group.path("type").asText()));
            cases.add(new SuiteCase(
                    file + "::" + test.get("tcId").asInt(),
                    tags,
                    test.get("result").asText().equals("valid"),
                    () -> SignatureCheck.holds(message, algorithm, signature, key)
                            ? Verdict.ACCEPTED
                            : Verdict.refused(Reason.CERTIFICATE_INVALID, "no valid signature")));
        }
    }

    /** Absent: certificates have none for this. */
    private static @Nullable AlgorithmIdentifier algorithm(JsonNode group) {
        String digest = group.path("sha").asText();
        String curve = group.path("publicKey").path("curve").asText();
        return switch (group.path("type").asText()) {
            case "EcdsaVerify" -> named(digest, "ECDSA");
            case "RsassaPkcs1Verify" -> named(digest, "RSA");
            case "EddsaVerify", "EDDSAVer" -> named("", curve.equals("edwards25519") ? "Ed25519" : "Ed448");
            case "RsassaPssVerify", "RsassaPssWithParametersVerify" -> pss(group);
            default -> null;
        };
    }

    private static @Nullable AlgorithmIdentifier named(String digest, String scheme) {
        String of = digest.startsWith("SHA3") ? digest : digest.replace("-", "");
        try {
            return new DefaultSignatureAlgorithmIdentifierFinder()
                    .find(digest.isEmpty() ? scheme : of + "with" + scheme);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static @Nullable AlgorithmIdentifier pss(JsonNode group) {
        String digest = group.path("sha").asText();
        // SHAKE and the short forms of SHA-512: RFC 4055 §2.1 has none of them.
        if (digest.startsWith("SHAKE") || digest.contains("/")) {
            return null;
        }
        DefaultDigestAlgorithmIdentifierFinder digests = new DefaultDigestAlgorithmIdentifierFinder();
        AlgorithmIdentifier mask = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_mgf1, digests.find(group.path("mgfSha").asText()));
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSASSA_PSS,
                new RSASSAPSSparams(
                        digests.find(digest),
                        mask,
                        new ASN1Integer(group.path("sLen").asInt()),
                        new ASN1Integer(1)));
    }
}
