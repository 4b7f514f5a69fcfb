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
        OAuth2TokenAnswer answer = OAuth2TokenAnswer.of(200, body);

        assertThat(answer.token()).isNotNull();
        assertThat(answer.token().token().reveal()).isEqualTo("t");
        assertThat(answer.token().lifetime()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(answer.complaint()).isEmpty();
    }

    @Test
    void aLifetimeThatIsNoNumberIsToldAsInGo() {
        assertThat(OAuth2TokenAnswer.of(200, "{\"access_token\":\"t\",\"expires_in\":\"soon\"}")
                        .complaint())
                .isEqualTo("expires_in is no number in the answer (expected: seconds)");
    }

    @Test
    void anyStatusOfSuccessMayBringAToken() {
        assertThat(OAuth2TokenAnswer.of(201, "{\"access_token\":\"t\"}").token())
                .isNotNull();
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
                "{\"access_token\":{\"marker\":1}}",
                "{\"access_token\":\"marker\\r\\nX: y\"}",
                "{\"access_token\":\"marker märker\"}",
                "{\"refresh_token\":\"marker\"}",
                "<html>marker</html>"
            })
    void whatHoldsNoUsableTokenIsNotShown(String body) {
        OAuth2TokenAnswer answer = OAuth2TokenAnswer.of(200, body);

        assertThat(answer.token()).isNull();
        assertThat(answer.complaint()).isEqualTo("no usable access_token in the answer");
        assertThat(answer.toString()).doesNotContain("marker");
    }

    @Test
    void onlyErrorAndItsDescriptionAreShown() {
        OAuth2TokenAnswer answer = OAuth2TokenAnswer.of(
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
        String complaint = OAuth2TokenAnswer.of(500, "{\"error\":\"" + "x".repeat(10_000) + "\"}")
                .complaint();

        assertThat(complaint).hasSizeLessThan(400);
    }

    @Test
    void aTokenIsNotPrinted() {
        assertThat(OAuth2TokenAnswer.of(200, "{\"access_token\":\"marker\"}").toString())
                .doesNotContain("marker");
    }

    @Test
    void onlyARefusedClientAsksAgainInAnotherWay() {
        assertThat(OAuth2TokenAnswer.of(401, "").refusesClient()).isTrue();
        assertThat(OAuth2TokenAnswer.of(400, "").refusesClient()).isTrue();
        assertThat(OAuth2TokenAnswer.of(403, "").refusesClient()).isFalse();
        assertThat(OAuth2TokenAnswer.of(500, "").refusesClient()).isFalse();
        assertThat(OAuth2TokenAnswer.of(200, "").refusesClient()).isFalse();
    }
}
