package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    @ParameterizedTest
    @ValueSource(strings = {"Basic cHJvbTpzZTpjcmV0", "basic cHJvbTpzZTpjcmV0"})
    void userEndsAtTheFirstColon(String field) {
        assertThat(Login.parse(field)).isEqualTo(new Login("prom", "se:cret"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic *", "Basic cHJvbQ==", "Basic cHJvbTo", "Bearer cHJvbTpzZTpjcmV0"})
    void whatIsNoLoginIsNone(String field) {
        assertThat(Login.parse(field)).isNull();
    }

    /** "pröm:ä" in UTF-8, and in Latin-1, which Go compares as bytes too. */
    @ParameterizedTest
    @CsvSource({"cHLDtm06w6Q=,pröm,C3A4", "cHL2bTrk,,E4"})
    void bytesStayAsTheyAre(String base64, @Nullable String name, String password) {
        Login login = Login.parse("Basic " + base64);

        assertThat(login).isNotNull();
        assertThat(login.name()).isEqualTo(Optional.ofNullable(name));
        assertThat(HexFormat.of().withUpperCase().formatHex(login.passwordBytes()))
                .isEqualTo(password);
    }

    @Test
    void isNeverShown() {
        assertThat(new Login("prom", "secret")).hasToString("<secret>");
    }
}
