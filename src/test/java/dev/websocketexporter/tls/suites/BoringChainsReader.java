package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * BoringSSL: {@code pki/testdata/verify_certificate_chain_unittest}. The last certificate of a chain is the anchor, unless
 * the file calls it distrusted or unspecified. The tags of a case:
 *
 * <ul>
 *   <li>what the file says of its purpose and of the last certificate's trust, such as {@code SERVER_AUTH}
 *   <li>each expected error, in its words
 *   <li>{@code anchor-judged-less}: another file has the same chain with an anchor whose own dates and constraints count
 *   <li>{@code anchor-policies}: the policies of the anchor count
 *   <li>{@code leaf-as-issuer}, {@code issuer-as-leaf}: the last certificate is trusted as what it is not in the chain
 *   <li>{@code sha-1}: a signature that counts is one with SHA-1, which the suite accepts unless the file says otherwise
 * </ul>
 */
final class BoringChainsReader implements SuiteReader {
    private static final String DIRECTORY = "verify_certificate_chain_unittest";

    /** Of {@code utc_time: DEFAULT}, as the suite's program has it. */
    private static final Instant DEFAULT_TIME = Instant.parse("2021-10-05T12:00:00Z");

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern ANCHOR_POLICIES = Pattern.compile("polic.*-root-.*");

    /** From the anchor of which the least counts to the one of which everything does. */
    private static final List<String> TRUSTS = List.of(
            "TRUSTED_ANCHOR",
            "TRUSTED_ANCHOR_WITH_REQUIRE_BASIC_CONSTRAINTS",
            "TRUSTED_ANCHOR_WITH_EXPIRATION",
            "TRUSTED_ANCHOR_WITH_CONSTRAINTS",
            "TRUSTED_ANCHOR_WITH_CONSTRAINTS_REQUIRE_BASIC_CONSTRAINTS",
            "TRUSTED_ANCHOR_WITH_EXPIRATION_AND_CONSTRAINTS");

    @Override
    public String suite() {
        return "boringssl-chains";
    }

    private record Test(Path file, Map<String, String> settings, List<String> errors) {
        String setting(String key) {
            return settings.getOrDefault(key, "");
        }

        /** What two files share that differ in nothing but the anchor's trust. */
        String chainPurposeAndTime() {
            return file.getParent() + setting("chain") + ' ' + setting("key_purpose") + ' ' + setting("utc_time");
        }

        int rank() {
            return TRUSTS.indexOf(setting("last_cert_trust"));
        }
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        List<Test> tests = new ArrayList<>();
        Map<String, Integer> strictest = new HashMap<>();
        for (Path file : files) {
            if (file.toString().endsWith(".test") && file.toString().contains(DIRECTORY)) {
                Test test = read(file);
                tests.add(test);
                strictest.merge(test.chainPurposeAndTime(), test.rank(), Math::max);
            }
        }
        List<SuiteCase> cases = new ArrayList<>();
        for (Test test : tests) {
            boolean less = test.rank() >= 0 && test.rank() < strictest.get(test.chainPurposeAndTime());
            cases.add(suiteCase(test, less));
        }
        cases.sort(Comparator.comparing(SuiteCase::id));
        return cases;
    }

    private static Test read(Path file) throws IOException {
        Map<String, String> settings = new HashMap<>();
        List<String> errors = new ArrayList<>();
        boolean inErrors = false;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("expected_errors:")) {
                inErrors = true;
            } else if (inErrors && line.startsWith("ERROR: ")) {
                errors.add(line.substring("ERROR: ".length()));
            } else if (!inErrors && line.contains(": ") && !line.startsWith("#")) {
                String[] setting = line.split(": ", 2);
                settings.put(setting[0], setting[1].strip());
            }
        }
        return new Test(file, settings, errors);
    }

    private static SuiteCase suiteCase(Test test, boolean anchorIsJudgedLess) throws IOException {
        List<byte[]> chain = DerFiles.pem(test.file().resolveSibling(test.setting("chain")), "CERTIFICATE");
        String trust = test.setting("last_cert_trust");
        boolean trusted = trust.startsWith("TRUSTED");
        List<byte[]> anchors = trusted ? chain.subList(chain.size() - 1, chain.size()) : List.of();
        List<byte[]> presented = trusted && chain.size() > 1 ? chain.subList(0, chain.size() - 1) : chain;
        Set<String> tags = new HashSet<>(test.errors());
        tags.addAll(Set.of(trust, test.setting("key_purpose")));
        Path directory = test.file().getParent().getFileName();
        if (ANCHOR_POLICIES.matcher(directory.toString()).matches()) {
            tags.add(trust.equals("TRUSTED_ANCHOR") ? "anchor-without-policies" : "anchor-policies");
        } else if (anchorIsJudgedLess) {
            tags.add("anchor-judged-less");
        }
        if (trust.equals("TRUSTED_ANCHOR") && chain.size() == 1) {
            tags.add("leaf-as-issuer");
        }
        if (trust.startsWith("TRUSTED_LEAF") && chain.size() > 1) {
            tags.add("issuer-as-leaf");
        }
        if (!test.setting("digest_policy").equals("STRONG")
                && presented.stream().anyMatch(DerFiles::isSignedWithSha1)) {
            tags.add("sha-1");
        }
        return new SuiteCase(
                directory + "::" + test.file().getFileName().toString().replace(".test", ""),
                tags,
                test.errors().isEmpty(),
                new PresentedChain(presented, anchors, null, time(test.setting("utc_time")), null));
    }

    private static Instant time(String setting) {
        return setting.equals("DEFAULT") ? DEFAULT_TIME : Instant.from(UTC_TIME.parse(setting));
    }
}
