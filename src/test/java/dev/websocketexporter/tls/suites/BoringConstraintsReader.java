package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * BoringSSL: the statements of {@code pki/name_constraints_unittest.cc}, with the files of {@code pki/testdata}. Each becomes
 * a chain in which a CA has the constraints and the leaf has the names. As in the suite's program, each is tried with a
 * critical extension and with one that is not; the latter have the tag {@code not-critical}.
 */
final class BoringConstraintsReader implements SuiteReader {
    private static final String PROGRAM = "name_constraints_unittest.cc";

    /** Of the statements, in their order, the parts that matter. */
    private static final Pattern STATEMENT = Pattern.compile("TEST_P\\(ParseNameConstraints, ?(?<test>\\w+)\\)"
            + "|LoadTestNameConstraint\\( ?\"(?<constraints>[^\"]+)\""
            + "|LoadTestName\\( ?\"(?<name>[^\"]+)\", ?&(?<variable>\\w+)"
            + "|LoadTestSubjectAltName\\( ?\"(?<names>[^\"]+)\""
            + "|constraints_der = \"(?<literal>)\""
            + "|find\\(\"(?<find>[^\"]+)\"\\)"
            + "|EXPECT_(?<expected>TRUE|FALSE|EQ)\\( ?(?:(?<unlessCritical>!is_critical\\(\\)), ?)?"
            + "(?:name_constraints->)?(?<call>NameConstraints::Create|IsPermitted\\w+)\\( ?(?<arguments>[^;]*)\\);");

    private final Map<String, byte[]> variables = new HashMap<>();
    private final List<SuiteCase> cases = new ArrayList<>();
    private ConstrainedChains chains;
    private String test = "";
    private byte[] constraints = {};
    private byte[] names = {};
    private int ofTest;

    @Override
    public String suite() {
        return "boringssl-constraints";
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        cases.clear();
        chains = new ConstrainedChains();
        for (Path file : files) {
            if (file.getFileName().toString().equals(PROGRAM)) {
                read(file);
            }
        }
        return List.copyOf(cases);
    }

    private void read(Path program) throws IOException {
        Path data = program.resolveSibling("testdata").resolve("name_constraints_unittest");
        String statements = Files.readString(program)
                .replaceAll("//[^\n]*", "")
                .replaceAll("/\\*.*?\\*/", "")
                .replaceAll("\\s+", " ");
        Matcher statement = STATEMENT.matcher(statements);
        while (statement.find()) {
            if (statement.group("test") != null) {
                test = statement.group("test");
                ofTest = 0;
            } else if (statement.group("constraints") != null) {
                constraints = DerFiles.onlyPem(data.resolve(statement.group("constraints")), "NAME CONSTRAINTS");
            } else if (statement.group("name") != null) {
                variables.put(
                        statement.group("variable"), DerFiles.onlyPem(data.resolve(statement.group("name")), "NAME"));
            } else if (statement.group("names") != null) {
                names = DerFiles.onlyPem(data.resolve(statement.group("names")), "SUBJECT ALTERNATIVE NAME");
            } else if (statement.group("literal") != null) {
                constraints = new byte[0];
            } else if (statement.group("find") != null) {
                spoil(statement.group("find"));
            } else {
                expect(statement);
            }
        }
    }

    /** As the program does right after it: a character that is none in ASCII. */
    private void spoil(String text) {
        int at = new String(constraints, StandardCharsets.ISO_8859_1).indexOf(text);
        constraints[at] = (byte) 0xff;
    }

    private void expect(Matcher statement) throws IOException {
        String arguments = statement.group("arguments");
        ConstrainedChains.Leaf leaf = switch (statement.group("call")) {
            case "IsPermittedDNSName" ->
                ConstrainedChains.Leaf.named(
                        new GeneralName(GeneralName.dNSName, new DERIA5String(between(arguments, "\""))));
            case "IsPermittedIP" ->
                ConstrainedChains.Leaf.named(
                        new GeneralName(GeneralName.iPAddress, new DEROctetString(octets(arguments))));
            case "IsPermittedDirectoryName" ->
                ConstrainedChains.Leaf.named(new GeneralName(X500Name.getInstance(variable(arguments))));
            case "IsPermittedCert" ->
                new ConstrainedChains.Leaf(
                        arguments.contains("SequenceValueFromString") ? variable(arguments) : null,
                        arguments.contains("san.get()") ? names : null);
            default -> ConstrainedChains.Leaf.named(new GeneralName(GeneralName.dNSName, "permitted.example.com"));
        };
        ofTest++;
        for (boolean critical : new boolean[] {true, false}) {
            boolean permitted = statement.group("unlessCritical") == null
                    ? statement.group("expected").equals("TRUE")
                    : !critical;
            cases.add(new SuiteCase(
                    test + "::" + ofTest + "::" + (critical ? "critical" : "not-critical"),
                    Set.of(test, critical ? "critical" : "not-critical"),
                    permitted,
                    chains.of(constraints, critical, leaf)));
        }
    }

    private static String between(String text, String mark) {
        return text.substring(text.indexOf(mark) + 1, text.lastIndexOf(mark));
    }

    private byte[] variable(String arguments) {
        String name = arguments.replaceAll(".*SequenceValueFromString\\( ?(\\w+).*", "$1");
        return variables.get(name);
    }

    private static byte[] octets(String arguments) {
        String[] numbers =
                arguments.replaceAll(".*IPAddress\\(([^)]*)\\).*", "$1").split(",");
        byte[] octets = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            octets[i] = Integer.decode(numbers[i].strip()).byteValue();
        }
        return octets;
    }
}
