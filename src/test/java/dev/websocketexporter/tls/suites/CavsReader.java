package dev.websocketexporter.tls.suites;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.tls.SignatureCheck;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.util.encoders.Hex;

/**
 * NIST's CAVS vectors for FIPS 186-3: {@code SigVer.rsp} (ECDSA), {@code SigVer15_186-3.rsp} and {@code SigVerPSS_186-3.rsp}
 * (RSA). What is in brackets, and a modulus, hold for the cases behind them.
 */
final class CavsReader implements SuiteReader {
    /** There are older ones too, and those of DSA. */
    private static final Path ECDSA = Path.of("ECDSA", "FIPS_186-3");

    private static final Set<String> NAMES = Set.of("SigVer.rsp", "SigVer15_186-3.rsp", "SigVerPSS_186-3.rsp");

    @Override
    public String suite() {
        return "cavs";
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        List<SuiteCase> cases = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            // DSA and FIPS 186-2 have files of this name, too.
            boolean other = name.equals("SigVer.rsp") && !file.getParent().endsWith(ECDSA);
            if (NAMES.contains(name) && !other) {
                addAll(cases, name.replace(".rsp", ""), Files.readAllLines(file));
            }
        }
        return cases;
    }

    private static void addAll(List<SuiteCase> cases, String name, List<String> lines) {
        Map<String, String> values = new HashMap<>();
        String group = "";
        for (String line : lines) {
            if (line.startsWith("[")) {
                group = line.substring(1, line.length() - 1).replace(" ", "");
            } else if (line.contains(" = ") && !line.startsWith("#")) {
                String[] pair = line.split(" = ", 2);
                values.put(pair[0].strip(), pair[1].strip());
                if (pair[0].strip().equals("Result")) {
                    cases.add(read(name, group, cases.size(), values));
                }
            }
        }
    }

    private static SuiteCase read(String name, String group, int number, Map<String, String> values) {
        boolean elliptic = name.equals("SigVer");
        byte[] message = Hex.decode(even(values.get("Msg")));
        byte[] key = encoded(elliptic ? ellipticKey(group, values) : rsaKey(values));
        byte[] signature = elliptic
                ? encoded(new DERSequence(new ASN1Integer[] {number(values, "R"), number(values, "S")}))
                : Hex.decode(even(values.get("S")));
        AlgorithmIdentifier algorithm = algorithm(name, group, values);
        String id = name + "::" + group + (elliptic ? "" : "," + values.get("SHAAlg")) + "::" + number;
        return new SuiteCase(
                id,
                Set.of(),
                values.get("Result").startsWith("P"),
                () -> SignatureCheck.holds(message, algorithm, signature, key)
                        ? Verdict.ACCEPTED
                        : Verdict.refused(Reason.CERTIFICATE_INVALID, "no valid signature"));
    }

    private static AlgorithmIdentifier algorithm(String name, String group, Map<String, String> values) {
        DefaultSignatureAlgorithmIdentifierFinder signatures = new DefaultSignatureAlgorithmIdentifierFinder();
        return switch (name) {
            case "SigVer" -> signatures.find(group.split(",")[1].replace("-", "") + "withECDSA");
            case "SigVer15_186-3" -> signatures.find(values.get("SHAAlg") + "withRSA");
            default -> {
                AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder()
                        .find(values.get("SHAAlg").replace("SHA", "SHA-"));
                yield new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_RSASSA_PSS,
                        new RSASSAPSSparams(
                                digest,
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
                                new ASN1Integer(values.get("SaltVal").length() / 2),
                                new ASN1Integer(1)));
            }
        };
    }

    private static SubjectPublicKeyInfo ellipticKey(String group, Map<String, String> values) {
        ASN1ObjectIdentifier curve = ECNamedCurveTable.getOID(group.split(",")[0]);
        int bytes = (ECNamedCurveTable.getByOID(curve).getCurve().getFieldSize() + 7) / 8;
        String point = "04" + padded(values.get("Qx"), bytes) + padded(values.get("Qy"), bytes);
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), Hex.decode(point));
    }

    private static SubjectPublicKeyInfo rsaKey(Map<String, String> values) {
        try {
            return new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    new RSAPublicKey(
                            number(values, "n").getValue(), number(values, "e").getValue()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ASN1Integer number(Map<String, String> values, String name) {
        return new ASN1Integer(new BigInteger(values.get(name), 16));
    }

    private static byte[] encoded(ASN1Object object) {
        try {
            return object.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String even(String hex) {
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }

    private static String padded(String hex, int bytes) {
        String whole = "0".repeat(Math.max(0, 2 * bytes - hex.length())) + hex;
        return whole.substring(whole.length() - 2 * bytes);
    }
}
