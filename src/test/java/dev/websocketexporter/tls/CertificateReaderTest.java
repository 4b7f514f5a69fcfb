package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected of names and numbers here is what Go 1.26 printed for the same certificates. */
class CertificateReaderTest {
    private static final TestIdentity ROOT = CertificateRecipe.ca("Root")
            .subject(new X500Name("C=DE, O=Root Org, CN=Root"))
            .selfSigned();

    @Test
    void everyFactIsThere() throws Exception {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .names("a.example", "*.a.example", "192.0.2.1")
                .validFrom(Instant.parse("2025-01-02T03:04:05Z"))
                .validUntil(Instant.parse("2051-01-02T03:04:05Z"))
                .signedBy(ROOT);

        CertificateFacts facts = CertificateReader.read(leaf.certificate());

        assertThat(facts.subject()).isEqualTo("CN=a.example");
        assertThat(facts.issuer()).isEqualTo("CN=Root,O=Root Org,C=DE");
        assertThat(facts.dnsNames()).containsExactly("a.example", "*.a.example");
        assertThat(facts.notBefore()).isEqualTo("2025-01-02T03:04:05Z");
        assertThat(facts.notAfter()).isEqualTo("2051-01-02T03:04:05Z");
        assertThat(facts.fingerprintSha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(leaf.certificate().getEncoded())));
    }

    @ParameterizedTest(name = "{0} is printed as \"{1}\"")
    @CsvSource({
        "1, 01",
        "0a, 0a",
        "1001, 1001",
        "abc, 0abc",
        "80, 80",
        "00ff00, ff00",
        "ffffffffffffffffffffffffffffffffffffff, ffffffffffffffffffffffffffffffffffffff",
        "0, ''",
        "-1, 01",
        "-80, 80",
        "-100, 0100",
        "-ff00ff00ff00ff00ff00ff00ff00ff00ff00ff, ff00ff00ff00ff00ff00ff00ff00ff00ff00ff",
    })
    void serialNumberIsTheHexOfItsBytesAsInBlackboxExporter(String hex, String expected) {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .serial(new BigInteger(hex, 16))
                .signedBy(ROOT);

        assertThat(CertificateReader.read(leaf.certificate()).serialNumber()).isEqualTo(expected);
    }

    @Test
    void onlyDnsNamesAreTakenAndNothingInThemIsChanged() {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .plain(Extension.subjectAlternativeName, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.rfc822Name, "admin@a.example"),
                    new GeneralName(GeneralName.dNSName, "*.a.example"),
                    new GeneralName(GeneralName.uniformResourceIdentifier, "https://a.example/"),
                    new GeneralName(GeneralName.dNSName, "\"b\",\n\\c"),
                    new GeneralName(GeneralName.directoryName, new X500Name("CN=d.example")),
                    new GeneralName(GeneralName.dNSName, ""),
                    new GeneralName(GeneralName.dNSName, "*.a.example")
                }))
                .signedBy(ROOT);

        assertThat(String.join(",", CertificateReader.read(leaf.certificate()).dnsNames()))
                .isEqualTo("*.a.example,\"b\",\n\\c,,*.a.example");
    }

    @Test
    void namesOfACertificateWithoutAlternativeNamesAreNone() {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .without(Extension.subjectAlternativeName)
                .signedBy(ROOT);

        assertThat(CertificateReader.read(leaf.certificate()).dnsNames()).isEmpty();
    }

    @Test
    void placeOfTheIssuersCertificateIsTheFirstUrlOfThatKind() {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .plain(Extension.authorityInfoAccess, new AuthorityInformationAccess(new AccessDescription[] {
                    access(AccessDescription.id_ad_ocsp, url("http://ocsp.example")),
                    access(AccessDescription.id_ad_caIssuers, url("http://ca.example/1.cer")),
                    access(
                            AccessDescription.id_ad_caIssuers,
                            new GeneralName(CertificateRecipe.commonName("directory"))),
                    access(AccessDescription.id_ad_caIssuers, url("ldap://ca.example/2"))
                }))
                .signedBy(ROOT);
        assertThat(CertificateReader.read(leaf.certificate()).issuerUrls()).containsExactly("http://ca.example/1.cer");
    }

    @Test
    void ofALongPlaceOfTheIssuersCertificateTheBeginningIsKept() {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .plain(Extension.authorityInfoAccess, new AuthorityInformationAccess(new AccessDescription[] {
                    access(AccessDescription.id_ad_caIssuers, url("http://ca.example/" + "x".repeat(60_000)))
                }))
                .signedBy(ROOT);
        assertThat(CertificateReader.read(leaf.certificate()).issuerUrls())
                .singleElement()
                .asString()
                .startsWith("http://ca.example/xx")
                .hasSizeLessThan(210);
    }

    @Test
    void unreadablePlacesHideNothingElse() {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .extension(Extension.authorityInfoAccess, false, new byte[] {0x30, 0x03, 0x02, 0x01, 0x07})
                .signedBy(ROOT);
        CertificateFacts facts = CertificateReader.read(leaf.certificate());
        assertThat(facts.issuerUrls()).isEmpty();
        assertThat(facts.dnsNames()).containsExactly("a.example");
    }

    private static AccessDescription access(ASN1ObjectIdentifier method, GeneralName place) {
        return new AccessDescription(method, place);
    }

    private static GeneralName url(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }

    @Test
    void hundredNamesKeepTheirOrder() {
        String[] names =
                IntStream.range(0, 100).mapToObj(i -> "n" + i + ".example").toArray(String[]::new);
        TestIdentity leaf = CertificateRecipe.leaf("a.example").names(names).signedBy(ROOT);

        assertThat(CertificateReader.read(leaf.certificate()).dnsNames()).containsExactly(names);
    }

    @Test
    void versionOneCertificateHasFactsToo() {
        TestIdentity leaf = CertificateRecipe.leaf("old.example").versionOne().signedBy(ROOT);

        CertificateFacts facts = CertificateReader.read(leaf.certificate());

        assertThat(facts.subject()).isEqualTo("CN=old.example");
        assertThat(facts.dnsNames()).isEmpty();
    }

    @Test
    void unreadableAlternativeNamesHideNothingElse() {
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .extension(Extension.subjectAlternativeName, false, new byte[] {0x30, 0x7f})
                .signedBy(ROOT);

        CertificateFacts facts = CertificateReader.read(leaf.certificate());

        assertThat(facts.dnsNames()).isEmpty();
        assertThat(facts.subject()).isEqualTo("CN=a.example");
    }
}
