package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
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

        assertThat(hash.matches("test")).isTrue();
        assertThat(hash.matches("Test")).isFalse();
        assertThat(hash.matches("")).isFalse();
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

    @Test
    void decoyCostsTheSameAndMatchesNothing() throws CertificateException {
        PasswordHash decoy = PasswordHash.parse("$2y$04$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG")
                .decoy();

        assertThat(decoy.cost()).isEqualTo(4);
        assertThat(decoy.matches("fakepassword")).isFalse();
    }
}
