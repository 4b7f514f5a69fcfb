package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    /** Of "test", by the crypt of glibc. */
    private static final String SALT_AND_HASH = "$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG";

    @ParameterizedTest
    @ValueSource(strings = {"$2", "$2a", "$2b", "$2y"})
    void eachVersionIsRead(String version) throws CertificateException {
        PasswordHash hash = PasswordHash.parse(version + SALT_AND_HASH);

        assertThat(hash.matches(bytes("test"))).isTrue();
        assertThat(hash.matches(bytes("Test"))).isFalse();
        assertThat(hash.matches(bytes(""))).isFalse();
        assertThat(hash.cost()).isEqualTo(10);
        assertThat(hash).hasToString("<secret>").isEqualTo(PasswordHash.parse(version + SALT_AND_HASH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test",
                "$2y$10$short",
                "$2x$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG",
                "$1$abc$abcdefghijklmnopqrstuu",
                "$2y$03$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG",
                "$2y$32$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG",
                "$2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBGG"
            })
    void whatIsNoHashIsRefusedAndNotShown(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text))
                .isInstanceOf(CertificateException.class)
                .hasMessageNotContaining("abcdef");
    }

    /** One byte of Latin-1, and what a decoder of UTF-8 makes of it. */
    @Test
    void bytesAreComparedAsTheyAre() throws CertificateException {
        byte[] latin = {(byte) 0xFF};
        PasswordHash hash = PasswordHash.parse(OpenBSDBCrypt.generate("2y", latin, new byte[16], 4));

        assertThat(hash.matches(latin)).isTrue();
        assertThat(hash.matches(bytes("\u00FF"))).isFalse();
        assertThat(hash.matches(bytes("\uFFFD"))).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void decoyCostsTheSameAndMatchesNothing() throws CertificateException {
        PasswordHash decoy = PasswordHash.parse("$2y$04$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG")
                .decoy();

        assertThat(decoy.cost()).isEqualTo(4);
        assertThat(decoy.matches(bytes("fakepassword"))).isFalse();
    }
}
