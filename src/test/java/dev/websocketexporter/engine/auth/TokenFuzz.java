package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.auth.OAuth2TokenAnswer.Fetched;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a token server answers: a token that a header can carry, or a complaint in one line. */
public final class TokenFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(50), 8 << 20);
    private static final int[] STATUSES = {200, 400, 401, 500};
    private static final String[] TYPES = {
        "application/json", "application/x-www-form-urlencoded", "", "text/plain; charset=utf-8"
    };

    private TokenFuzz() {}

    /** For the fuzzer: the first byte chooses status and Content-Type, the rest is the body. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            BOUNDS.hold(data, TokenFuzz::play);
        }
    }

    private static void play(byte[] data) {
        int status = STATUSES[data[0] & 3];
        String body = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        OAuth2TokenAnswer answer = OAuth2TokenAnswer.of(status, TYPES[data[0] >> 2 & 3], body);
        Expect.equal(answer.status(), status, "status");
        Fetched token = answer.token();
        if (token == null) {
            Expect.line(answer.complaint(), 500);
            return;
        }
        Expect.equal(status, 200, "a token came with the status");
        Expect.equal(answer.complaint(), "", "complaint about a token");
        Expect.that(isSendable(token.token().reveal()), "a token that a header cannot carry");
        Expect.that(isSendable(token.scheme()), "a scheme that a header cannot carry");
        Expect.that(
                !token.lifetime().isNegative() && token.lifetime().getSeconds() <= Integer.MAX_VALUE,
                "a lifetime of " + token.lifetime());
    }

    private static boolean isSendable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }
}
