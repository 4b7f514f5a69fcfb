package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNumericString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is expected here is what Go 1.26 printed for the same certificates. */
class GoNameTest {
    private static final TestIdentity ROOT = CertificateRecipe.ca("Root").selfSigned();
    private static final String CN = "2.5.4.3";
    private static final String OU = "2.5.4.11";
    private static final String O = "2.5.4.10";
    private static final String EMAIL = "1.2.840.113549.1.9.1";
    private static final String DC = "0.9.2342.19200300.100.1.25";
    private static final String UID = "0.9.2342.19200300.100.1.1";

    record Row(String fact, X500Name name, String expected) {
        @Override
        public String toString() {
            return fact;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                row("no subject at all", ""),
                row("one common name", "CN=a.example", a(CN, "a.example")),
                row(
                        "the order is Go's, not the certificate's",
                        "SERIALNUMBER=4711,CN=a.example,OU=Netz,O=Firma,POSTALCODE=80331,STREET=Weg 1,L=München,ST=Bayern,C=DE",
                        a("2.5.4.6", "DE"),
                        a("2.5.4.8", "Bayern"),
                        a("2.5.4.7", "München"),
                        a("2.5.4.9", "Weg 1"),
                        a("2.5.4.17", "80331"),
                        a(O, "Firma"),
                        a(OU, "Netz"),
                        a(CN, "a.example"),
                        a("2.5.4.5", "4711")),
                row(
                        "the reverse order prints the same",
                        "SERIALNUMBER=4711,CN=a.example,OU=Netz,O=Firma,POSTALCODE=80331,STREET=Weg 1,L=München,ST=Bayern,C=DE",
                        a("2.5.4.5", "4711"),
                        a(CN, "a.example"),
                        a(OU, "Netz"),
                        a(O, "Firma"),
                        a("2.5.4.17", "80331"),
                        a("2.5.4.9", "Weg 1"),
                        a("2.5.4.7", "München"),
                        a("2.5.4.8", "Bayern"),
                        a("2.5.4.6", "DE")),
                row(
                        "repeated units are gathered",
                        "CN=x,OU=one+OU=two+OU=",
                        a(OU, "one"),
                        a(CN, "x"),
                        a(OU, "two"),
                        a(OU, "")),
                row("of common names the last counts", "CN=last,O=o", a(CN, "first"), a(CN, "last"), a(O, "o")),
                row("an empty last common name hides the others", "O=o", a(CN, "first"), a(CN, ""), a(O, "o")),
                row(
                        "of serial numbers the last counts",
                        "SERIALNUMBER=2,CN=c",
                        a("2.5.4.5", "1"),
                        a("2.5.4.5", "2"),
                        a(CN, "c")),
                row("empty values are printed", "CN=c,O=", a(O, ""), a(CN, "c")),
                row("escapes", "CN=\\,\\+\\\"\\\\\\<\\>\\;=/", a(CN, ",+\"\\<>;=/")),
                row("leading number sign", "CN=\\#1#2", a(CN, "#1#2")),
                row(
                        "spaces at the edges",
                        "CN=\\  two \\ ,OU=\\ #\\ ,O=\\ ",
                        a(CN, "  two  "),
                        a(O, " "),
                        a(OU, " # ")),
                row("newline, tabulator and zero", "CN=a\nb\tc\0d\re", a(CN, "a\nb\tc\0d\re")),
                row("quotes", "CN=c,O=\\\"Quoted\\\" & 'Co'", a(O, "\"Quoted\" & 'Co'"), a(CN, "c")),
                row("beyond ASCII", "CN=é漢字🙂\\ ,O=\\ Ünïcödé", a(CN, "é漢字🙂 "), a(O, " Ünïcödé")),
                row("the umlaut at the end hides the space before", "CN=a ü", a(CN, "a ü")),
                row(
                        "BMPString",
                        "CN=Zürich 漢,O=nul",
                        t(CN, new DERBMPString("Zürich 漢")),
                        t(O, new DERBMPString("nul\0"))),
                row("T61String is Latin-1", "CN=Zürich", t(CN, new DERT61String("Zürich"))),
                row("PrintableString", "CN=plain *&", t(CN, new DERPrintableString("plain *&"))),
                row("NumericString", "SERIALNUMBER=12 34", t("2.5.4.5", new DERNumericString("12 34"))),
                row(
                        "e-mail stands last in hex",
                        "CN=a.example,1.2.840.113549.1.9.1=#0c0f61646d696e40612e6578616d706c65",
                        t(EMAIL, new DERIA5String("admin@a.example")),
                        a(CN, "a.example")),
                row(
                        "domain components, user, in reverse",
                        "CN=J Doe,0.9.2342.19200300.100.1.1=#13046a646f65,0.9.2342.19200300.100.1.25=#13076578616d706c65,0.9.2342.19200300.100.1.25=#1303636f6d",
                        ia5(DC, "com"),
                        ia5(DC, "example"),
                        a(UID, "jdoe"),
                        a(CN, "J Doe")),
                row(
                        "unknown attributes",
                        "CN=c,2.5.4.12=#0c03612a62,2.5.4.4=#0c07c39c6d6c617574,1.2.3.4.5=#130a706c61696e2074657874",
                        a("1.2.3.4.5", "plain text"),
                        a(CN, "c"),
                        a("2.5.4.4", "Ümlaut"),
                        a("2.5.4.12", "a*b")),
                row(
                        "unknown attributes of other types",
                        "1.2.3.6=#130131,1.2.3.5=#0c02c3bc,1.2.3.4=#0c035ac3bc",
                        t("1.2.3.4", new DERBMPString("Zü")),
                        t("1.2.3.5", new DERT61String("ü")),
                        t("1.2.3.6", new DERNumericString("1"))),
                row("an unknown attribute that is empty", "CN=c,1.2.3.4=#1300", a("1.2.3.4", ""), a(CN, "c")),
                row("a long unknown attribute", "1.2.3.4=#1381c8" + "78".repeat(200), a("1.2.3.4", "x".repeat(200))),
                row(
                        "organizationIdentifier and jurisdiction",
                        "CN=ev,2.5.4.15=#131450726976617465204f7267616e697a6174696f6e,1.3.6.1.4.1.311.60.2.1.3=#13024445,2.5.4.97=#130756415444452d31",
                        a("2.5.4.97", "VATDE-1"),
                        a("1.3.6.1.4.1.311.60.2.1.3", "DE"),
                        a("2.5.4.15", "Private Organization"),
                        a(CN, "ev")),
                row(
                        "line ends and quotes within every attribute",
                        "SERIALNUMBER=1\n2,CN=\\\"a\\\"\n,OU=\n+OU=\\\\n,O=\\;\r\n",
                        a(O, ";\r\n"),
                        a(OU, "\n"),
                        a(OU, "\\n"),
                        a(CN, "\"a\"\n"),
                        a("2.5.4.5", "1\n2")),
                row("line ends and quotes in an unknown attribute", "1.2.3.4=#0c04220a225c", a("1.2.3.4", "\"\n\"\\")),
                row(
                        "an OID below that of the common name, and one with a large arc",
                        "2.999.1=#130162,2.5.4.3.1=#130161",
                        a("2.5.4.3.1", "a"),
                        a("2.999.1", "b")),
                row(
                        "invisible characters are kept",
                        "CN=a\u200bb\u202ec\u2028\u00a0\u007f",
                        a(CN, "a\u200bb\u202ec\u2028\u00a0\u007f")),
                new Row(
                        "of common names in one relative name the last in DER order counts",
                        new X500Name(new RDN[] {multi(a(CN, "z"), a(CN, "a"), a(CN, "bb"))}),
                        "CN=bb"),
                new Row(
                        "attributes of one relative name are parsed",
                        new X500Name(new RDN[] {
                            multi(a(CN, "c"), a(OU, "u"), a(UID, "j")), multi(a(OU, "v"), a("1.2.3", "w"))
                        }),
                        "CN=c,OU=u+OU=v,1.2.3=#130177,0.9.2342.19200300.100.1.1=#13016a"));
    }

    private static Row row(String fact, String expected, AttributeTypeAndValue... attributes) {
        List<RDN> rdns = new ArrayList<>();
        for (AttributeTypeAndValue attribute : attributes) {
            rdns.add(new RDN(attribute));
        }
        return new Row(fact, new X500Name(rdns.toArray(new RDN[0])), expected);
    }

    private static RDN multi(AttributeTypeAndValue... attributes) {
        return new RDN(attributes);
    }

    private static AttributeTypeAndValue a(String oid, String value) {
        return t(oid, new DERUTF8String(value));
    }

    private static AttributeTypeAndValue ia5(String oid, String value) {
        return t(oid, new DERIA5String(value));
    }

    private static AttributeTypeAndValue t(String oid, ASN1Encodable value) {
        return new AttributeTypeAndValue(new ASN1ObjectIdentifier(oid), value);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void printsAsGo(Row row) {
        X509Certificate certificate = CertificateRecipe.leaf("a.example")
                .subject(row.name())
                // A certificate without a subject must say so by critical alternative names, or Java refuses it.
                .critical(Extension.subjectAlternativeName, new GeneralNames(new GeneralName(GeneralName.dNSName, "a")))
                .key(ROOT.keys())
                .signedBy(ROOT)
                .certificate();

        assertThat(CertificateReader.read(certificate).subject()).isEqualTo(row.expected());
    }
}
