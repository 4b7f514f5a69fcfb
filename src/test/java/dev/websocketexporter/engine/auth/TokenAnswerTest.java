package dev.websocketexporter.engine.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a token server's answer. */
class TokenAnswerTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "{\"access_token\":\"t\",\"expires_in\":3600}|3600",
                "{\"access_token\":\"t\",\"expires_in\":\"3600\"}|3600",
                "{\"access_token\":\"t\",\"expires_in\":3599.9}|3599",
                "{\"access_token\":\"t\"}|2147483647",
                "{\"access_token\":\"t\",\"expires_in\":null}|2147483647",
                "{\"access_token\":\"t\",\"expires_in\":0}|2147483647",
                "{\"access_token\":\"t\",\"expires_in\":10}|10",
                "{\"access_token\":\"t\",\"expires_in\":1e999}|2147483647",
                "{\"access_token\":\"t\",\"expires_in\":\"-5\"}|0",
                "{\"access_token\":\"t\",\"expires_in\":-1}|0",
                "{\"access_token\":\"t\",\"expires_in\":9223372036854775807}|2147483647",
                "{\"access_token\":\"t\",\"expires_in\":1e30}|2147483647",
            })
    void aTokenIsKeptForAsLongAsTheServerSays(String body, long seconds) {
        OAuth2TokenAnswer answer = of(200, body);

        assertThat(answer.token()).isNotNull();
        assertThat(answer.token().token().reveal()).isEqualTo("t");
        assertThat(answer.token().lifetime()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(answer.complaint()).isEmpty();
    }

    @Test
    void aLifetimeThatIsNoNumberIsToldAsInGo() {
        assertThat(of(200, "{\"access_token\":\"t\",\"expires_in\":\"soon\"}").complaint())
                .isEqualTo("expires_in is no number in the answer (expected: seconds)");
    }

    @Test
    void anyStatusOfSuccessMayBringAToken() {
        assertThat(of(201, "{\"access_token\":\"t\"}").token()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"marker\"",
                "{",
                "marker",
                "{\"access_token\":\"\"}",
                "{\"access_token\":null}",
                "{\"access_token\":12345}",
                "{\"access_token\":true}",
                "{\"access_token\":{\"marker\":1}}",
                "{\"access_token\":\"marker\\r\\nX: y\"}",
                "{\"access_token\":\"marker märker\"}",
                "{\"refresh_token\":\"marker\"}",
                "<html>marker</html>"
            })
    void whatHoldsNoUsableTokenIsNotShown(String body) {
        OAuth2TokenAnswer answer = of(200, body);

        assertThat(answer.token()).isNull();
        assertThat(answer.complaint())
                .isEqualTo(
                        body.startsWith("{\"")
                                ? "no usable access_token in the answer"
                                : "no JSON object in the answer, whose Content-Type is application/json");
        assertThat(answer.toString()).doesNotContain("marker");
    }

    @Test
    void onlyErrorAndItsDescriptionAreShown() {
        OAuth2TokenAnswer answer = of(
                400,
                "{\"error\":\"invalid_scope\",\"error_description\":\"no\\nsuch scope\",\"access_token\":\"marker\","
                        + "\"hint\":\"marker\"}");

        assertThat(answer.token()).isNull();
        assertThat(answer.complaint())
                .startsWith("status 400 (expected: 200), invalid_scope: no")
                .endsWith("such scope")
                .doesNotContain("\n", "marker");
    }

    @Test
    void aLongDescriptionIsCut() {
        String complaint = of(500, "{\"error\":\"" + "x".repeat(10_000) + "\"}").complaint();

        assertThat(complaint).hasSizeLessThan(400);
    }

    @Test
    void aTokenIsNotPrinted() {
        assertThat(of(200, "{\"access_token\":\"marker\"}").toString()).doesNotContain("marker");
    }

    @Test
    void onlyARefusedClientAsksAgainInAnotherWay() {
        assertThat(of(401, "").refusesClient()).isTrue();
        assertThat(of(400, "").refusesClient()).isTrue();
        assertThat(of(403, "").refusesClient()).isFalse();
        assertThat(of(500, "").refusesClient()).isFalse();
        assertThat(of(200, "").refusesClient()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/x-www-form-urlencoded | access_token=a%2Bb&token_type=bearer&expires_in=60
            text/plain; charset=utf-8         | access_token=a%2Bb&expires_in=60
            TEXT/PLAIN                        | {"access_token":"a+b","expires_in":60}
            application/json                  | \ufeff{"access_token":"a+b","expires_in":60}
            """)
    void aFormAndAByteOrderMarkAreRead(String type, String body) {
        OAuth2TokenAnswer answer = OAuth2TokenAnswer.of(200, type, body);

        assertThat(answer.token()).as(answer.complaint()).isNotNull();
        assertThat(answer.token().token().reveal()).isEqualTo("a+b");
        assertThat(answer.token().lifetime()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aFormSaysWhatIsWrongToo() {
        String form = "application/x-www-form-urlencoded";
        assertThat(OAuth2TokenAnswer.of(200, form, "error=bad_verification_code&error_description=no+such+code")
                        .complaint())
                .isEqualTo("no usable access_token in the answer, bad_verification_code: no such code");
        assertThat(OAuth2TokenAnswer.of(200, form, "access_token=%zz").token()).isNull();
        assertThat(OAuth2TokenAnswer.of(200, "text/plain", "Try again later").complaint())
                .isEqualTo("no JSON object in the answer, whose Content-Type is text/plain");
        assertThat(OAuth2TokenAnswer.of(200, "", "").complaint()).isEqualTo("no JSON object in the answer");
    }

    @ParameterizedTest
    @CsvSource({"bearer, Bearer", "BEARER, Bearer", "mac, MAC", "DPoP, DPoP", "'', Bearer"})
    void theSchemeIsTheTypeThatTheServerNames(String type, String scheme) {
        assertThat(of(200, "{\"access_token\":\"t\",\"token_type\":\"" + type + "\"}")
                        .token()
                        .scheme())
                .isEqualTo(scheme);
        assertThat(of(200, "{\"access_token\":\"t\",\"token_type\":\"a\\r\\nb\"}")
                        .complaint())
                .isEqualTo("no usable token_type in the answer (expected: Bearer)");
        assertThat(of(200, "{\"access_token\":\"t\",\"token_type\":null}")
                        .token()
                        .scheme())
                .isEqualTo("Bearer");
    }

    private static OAuth2TokenAnswer of(int status, String body) {
        return OAuth2TokenAnswer.of(status, "application/json", body);
    }
}
