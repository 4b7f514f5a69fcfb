package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.security.KeyPair;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostnameRuleTest {
    private static final KeyPair KEYS = KeyKind.EC_P256.generate();

    @ParameterizedTest(name = "{0} is for {1}: {2}")
    @CsvSource({
        "a.example, a.example, true",
        "a.example, A.EXAMPLE, true",
        "A.Example, a.example, true",
        "a.example, a.example., true",
        "a.example., a.example, false",
        "a.example, b.example, false",
        "a.example, b.a.example, false",
        "a.b.example, b.example, false",
        "*.example, a.example, true",
        "*.example, a.example., true",
        "*.example, a.b.example, false",
        "*.example, example, false",
        "*.example, .example, false",
        "*.a.example, b.a.example, true",
        "*.*.example, a.b.example, false",
        "a.*.example, a.b.example, false",
        "a*.example, ab.example, false",
        "*a.example, ba.example, false",
        "*, localhost, false",
        "localhost, localhost, true",
        "xn--mnchen-3ya.example, xn--mnchen-3ya.example, true",
        "my_service.internal, my_service.internal, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "*.2.1, 192.0.2.1, false",
        "a.example, 192.0.2.1, false",
        "192.0.2.1, a.example, false",
        "2001:db8::1, 2001:db8::1, true",
        "2001:db8::1, 2001:DB8::1, true",
        "2001:db8::1, 2001:db8::2, false",
        "::1, 127.0.0.1, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
    })
    void matches(String alternativeName, String name, boolean expected) {
        assertThat(mismatch(CertificateRecipe.leaf("unused").names(alternativeName), name) == null)
                .isEqualTo(expected);
    }

    @Test
    void addressWrittenAsADnsNameDoesNotCount() {
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, "192.0.2.1"));

        assertThat(mismatch(alternative(names), "192.0.2.1")).isNotNull();
    }

    @Test
    void addressOfAWrongLengthMatchesNothingAndHarmsNothing() {
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[5])),
            new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
            new GeneralName(GeneralName.dNSName, "a.example")
        });

        assertThat(mismatch(alternative(names), "192.0.2.1")).isNull();
        assertThat(mismatch(alternative(names), "a.example")).isNull();
    }

    @Test
    void commonNameNeverCounts() {
        CertificateRecipe recipe = CertificateRecipe.leaf("a.example").without(Extension.subjectAlternativeName);

        assertThat(detail(recipe, "a.example"))
                .isEqualTo("certificate is for no name (it has no DNS or address among its subject alternative names)"
                        + " (expected: a.example)");
    }

    @Test
    void versionOneCertificateIsForNoName() {
        assertThat(detail(CertificateRecipe.leaf("a.example").versionOne(), "a.example"))
                .startsWith("certificate is for no name");
    }

    @Test
    void messageSaysWhatTheCertificateIsForAndWhatWasAsked() {
        assertThat(detail(CertificateRecipe.leaf("x").names("a.example", "*.a.example", "::1"), "b.example"))
                .isEqualTo("certificate is for a.example, *.a.example, ::1 (expected: b.example)");
    }

    @Test
    void hundredNamesAreAbbreviated() {
        String[] names =
                IntStream.range(0, 100).mapToObj(i -> "n" + i + ".example").toArray(String[]::new);

        assertThat(detail(CertificateRecipe.leaf("x").names(names), "b.example"))
                .isEqualTo("certificate is for n0.example, n1.example, n2.example, n3.example, n4.example and 95 more"
                        + " (expected: b.example)");
    }

    @Test
    void nameThatIsNoAddressAndNoHostNameIsNeverLookedUp() {
        assertThat(mismatch(CertificateRecipe.leaf("a.example"), "g::1")).isNotNull();
        assertThat(mismatch(CertificateRecipe.leaf("a.example"), "")).isNotNull();
    }

    private static CertificateRecipe alternative(GeneralNames names) {
        return CertificateRecipe.leaf("unused").plain(Extension.subjectAlternativeName, names);
    }

    private static String detail(CertificateRecipe recipe, String name) {
        Failure mismatch = mismatch(recipe, name);
        assertThat(mismatch).isNotNull();
        return mismatch.detail();
    }

    private static @Nullable Failure mismatch(CertificateRecipe recipe, String name) {
        TestIdentity leaf = recipe.key(KEYS).selfSigned();
        return HostnameRule.of(ParsedCertificate.of(leaf.certificate())).mismatch(name);
    }
}
