package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameKeyTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=Root,O=Org | CN=root,O=ORG | true",
                "CN=Root  CA | CN=Root CA | true",
                "CN=Root CA | CN=RootCA | false",
                "CN=Root,O=Org | O=Org,CN=Root | false",
                "CN=Root+O=Org | O=Org+CN=Root | true",
                "CN=Root+O=Org | CN=Root,O=Org | false",
                "CN=a\\+O=b | CN=a+O=b | false",
                "CN=Root | O=Root | false",
                "'' | CN=Root | false",
            })
    void namesAreComparedAsRfc5280Says(String one, String other, boolean same) {
        assertThat(NameKey.of(new X500Name(one)).equals(NameKey.of(new X500Name(other))))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {" Root CA", "Root CA ", "Root\tCA", "Root \r\n CA", "\f Root\u000B CA\n", "\u2003Root CA"})
    void everyRunOfSpacesIsOne(String spaced) {
        assertThat(key(spaced)).isEqualTo(key("Root CA"));
    }

    /** Java strips it at the ends, but no run inside holds it. */
    @Test
    void wideSpaceInsideIsACharacter() {
        assertThat(key("Root\u2003CA")).isNotEqualTo(key("Root CA"));
        assertThat(key("Root \u2003 CA")).isNotEqualTo(key("Root CA"));
    }

    private static NameKey key(String commonName) {
        return NameKey.of(new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .build());
    }

    @Test
    void typeOfStringDoesNotCount() {
        X500Name utf8 = new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERUTF8String("Root"))
                .build();
        X500Name printable = new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERPrintableString("Root"))
                .build();

        assertThat(NameKey.of(utf8)).isEqualTo(NameKey.of(printable));
    }
}
