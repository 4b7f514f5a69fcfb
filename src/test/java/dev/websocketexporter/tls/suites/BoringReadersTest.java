package dev.websocketexporter.tls.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the form of BoringSSL's tests, with certificates of our own. */
class BoringReadersTest {
    @TempDir
    private Path directory;

    @Test
    void eachStatementAboutANameBecomesAChainThatIsCriticalAndOneThatIsNot() throws Exception {
        GeneralSubtree[] permitted = {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "a.example"))};
        write(
                "testdata/name_constraints_unittest/c.pem",
                "NAME CONSTRAINTS",
                new NameConstraints(permitted, null).getEncoded());
        write(
                "testdata/name_constraints_unittest/san.pem",
                "SUBJECT ALTERNATIVE NAME",
                new GeneralNames(new GeneralName(GeneralName.registeredID, "1.2.3")).getEncoded());
        write("name_constraints_unittest.cc", """
                TEST_P(ParseNameConstraints, Names) {
                  ASSERT_TRUE(LoadTestNameConstraint("c.pem", &a));  // EXPECT_TRUE(no statement);
                  EXPECT_TRUE(name_constraints->IsPermittedDNSName("b.a.example"));
                  EXPECT_FALSE(
                      name_constraints->IsPermittedDNSName("b.example"));
                  EXPECT_TRUE(name_constraints->IsPermittedIP(der::Input(IPAddress(0x7F, 0, 0, 1))));
                }
                TEST_P(ParseNameConstraints, Others) {
                  ASSERT_TRUE(LoadTestSubjectAltName("san.pem", &san, &san_der));
                  EXPECT_EQ(!is_critical(), IsPermittedCert(name_constraints.get(), der::Input(), san.get()));
                }
                """);

        List<SuiteCase> cases = new BoringConstraintsReader().cases(files());

        assertThat(cases)
                .extracting(SuiteCase::id)
                .containsExactly(
                        "Names::1::critical",
                        "Names::1::not-critical",
                        "Names::2::critical",
                        "Names::2::not-critical",
                        "Names::3::critical",
                        "Names::3::not-critical",
                        "Others::1::critical",
                        "Others::1::not-critical");
        assertThat(cases)
                .extracting(SuiteCase::acceptable)
                .containsExactly(true, true, false, false, true, true, false, true);
        assertThat(cases.subList(0, 6)).allMatch(each -> each.judge().get().accepted() == each.acceptable());
    }

    @Test
    void ofChainsThatDifferInTheAnchorsTrustTheOneThatCountsMostIsInScope() throws Exception {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity leaf = CertificateRecipe.leaf("a.example").signedBy(root);
        String name = "verify_certificate_chain_unittest/expired-root/";
        Files.createDirectories(directory.resolve(name));
        write(name + "chain.pem", pem("CERTIFICATE", der(leaf)) + pem("CERTIFICATE", der(root)));
        write(name + "less.test", test("TRUSTED_ANCHOR", ""));
        write(name + "most.test", test("TRUSTED_ANCHOR_WITH_EXPIRATION", "ERROR: Time is after notAfter"));
        write(name + "none.test", test("DISTRUSTED", "ERROR: Distrusted by trust store"));

        List<SuiteCase> cases = new BoringChainsReader().cases(files());

        assertThat(cases)
                .extracting(SuiteCase::id)
                .containsExactly("expired-root::less", "expired-root::most", "expired-root::none");
        assertThat(cases.get(0).tags()).contains("SERVER_AUTH", "anchor-judged-less");
        assertThat(cases.get(1).tags()).contains("Time is after notAfter").doesNotContain("anchor-judged-less");
        assertThat(cases).extracting(SuiteCase::acceptable).containsExactly(true, false, false);
        assertThat(cases.get(0).judge().get().accepted()).isTrue();
        assertThat(cases.get(2).judge().get().word()).isEqualTo("unknown_authority");
    }

    private static String test(String trust, String error) {
        return "chain: chain.pem\nlast_cert_trust: " + trust
                + "\nutc_time: DEFAULT\nkey_purpose: SERVER_AUTH\nexpected_errors:\n"
                + (error.isEmpty() ? "" : "----- Certificate i=0 (CN=a) -----\n" + error + "\n");
    }

    private static byte[] der(TestIdentity identity) throws CertificateEncodingException {
        return identity.certificate().getEncoded();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void write(String name, String label, byte[] der) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        write(name, "words before\n" + pem(label, der));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
