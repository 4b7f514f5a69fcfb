package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic *", "Basic cHJvbQ==", "Bearer cHJvbTpzZTpjcmV0"})
    void whatIsNoLoginIsNone(String field) {
        assertThat(Login.parse(field)).isNull();
    }

    @Test
    void isNeverShown() {
        assertThat(new Login("prom", "secret")).hasToString("<secret>");
    }
}
