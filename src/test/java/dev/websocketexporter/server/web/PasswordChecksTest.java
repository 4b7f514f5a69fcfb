package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.web.PasswordChecks.Verdict;
import dev.websocketexporter.tls.PasswordHash;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PasswordChecksTest {
    /** Of "test", with a cost of 10. */
    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG";

    private final PasswordChecks checks = new PasswordChecks();
    private final Map<String, PasswordHash> users;

    PasswordChecksTest() throws CertificateException {
        users = Map.of("prom", PasswordHash.parse(HASH));
    }

    @AfterEach
    void close() {
        checks.close();
    }

    @Test
    void rightPasswordIsKnownAtOnceTheSecondTime() throws Exception {
        assertThat(verdict("prom", "test", "a")).isEqualTo(Verdict.RIGHT);
        CompletableFuture<Verdict> again = check("prom", "test", "a");
        assertThat(again).isDone();
        assertThat(again.get()).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void wrongPasswordAndUnknownUserAreKnownAtOnceTheSecondTimeToo() throws Exception {
        assertThat(verdict("prom", "Test", "a")).isEqualTo(Verdict.WRONG);
        assertThat(verdict("other", "test", "a")).isEqualTo(Verdict.WRONG);
        assertThat(check("prom", "Test", "a")).isCompletedWithValue(Verdict.WRONG);
        assertThat(check("other", "test", "a")).isCompletedWithValue(Verdict.WRONG);
    }

    @Test
    void loginsAreNotMixedUpByTheirParts() throws Exception {
        assertThat(verdict("prom", "test", "a")).isEqualTo(Verdict.RIGHT);
        assertThat(verdict("pro", "mtest", "a")).isEqualTo(Verdict.WRONG);
    }

    /** U+FFFD is what a decoder makes of bytes that are none of UTF-8. */
    @Test
    void userOfOtherBytesIsNobody() throws Exception {
        Map<String, PasswordHash> odd = Map.of("\uFFFD", PasswordHash.parse(HASH));

        assertThat(checks.check(new Login("\u00FF", "test"), odd, "a").get(20, TimeUnit.SECONDS))
                .isEqualTo(Verdict.WRONG);
        assertThat(checks.check(new Login("\u00EF\u00BF\u00BD", "test"), odd, "a")
                        .get(20, TimeUnit.SECONDS))
                .isEqualTo(Verdict.RIGHT);
    }

    @Test
    void sameLoginIsComparedOnceForAllWhoSendIt() throws Exception {
        List<CompletableFuture<Verdict>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(check("prom", "test", "a"));
        }
        for (CompletableFuture<Verdict> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.RIGHT);
        }
    }

    /** A flood of one client leaves room for the others, and does not displace what is known. */
    @Test
    void floodOfOneClientStopsNobodyElse() throws Exception {
        assertThat(verdict("prom", "test", "a")).isEqualTo(Verdict.RIGHT);
        List<CompletableFuture<Verdict>> flood = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            flood.add(check("prom", "wrong" + i, "flood"));
        }
        assertThat(flood)
                .filteredOn(one -> one.isDone() && one.join() == Verdict.BUSY)
                .hasSizeGreaterThan(900);
        assertThat(check("prom", "test", "a")).isCompletedWithValue(Verdict.RIGHT);
        assertThat(verdict("prom", "unknown so far", "b")).isEqualTo(Verdict.WRONG);
        for (CompletableFuture<Verdict> one : flood) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isNotEqualTo(Verdict.RIGHT);
        }
        assertThat(check("prom", "test", "a")).isCompletedWithValue(Verdict.RIGHT);
    }

    @Test
    void onlyTheLastHundredLoginsAreKept() throws Exception {
        byte[] salt = new byte[16];
        PasswordHash cheap = PasswordHash.parse(OpenBSDBCrypt.generate("2y", "test".toCharArray(), salt, 4));
        Map<String, PasswordHash> many = new HashMap<>(users);
        for (int i = 0; i < 100; i++) {
            many.put("user" + i, cheap);
        }
        assertThat(checks.check(new Login("prom", "test"), many, "a").get(20, TimeUnit.SECONDS))
                .isEqualTo(Verdict.RIGHT);
        for (int i = 0; i < 100; i++) {
            assertThat(checks.check(new Login("user" + i, "test"), many, "a").get(20, TimeUnit.SECONDS))
                    .isEqualTo(Verdict.RIGHT);
        }

        assertThat(checks.check(new Login("user0", "test"), many, "a")).isDone();
        assertThat(checks.check(new Login("prom", "test"), many, "a")).isNotDone();
    }

    @Test
    void unknownUserTakesAsLongAsAKnownOne() throws Exception {
        verdict("prom", "warm", "a");
        long known = nanosOf("prom");
        long unknown = nanosOf("nobody");
        // Without a comparison it would be a thousandth.
        assertThat(unknown).isGreaterThan(known / 5);
    }

    private long nanosOf(String user) throws Exception {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            verdict(user, "timing" + i, "a");
            fastest = Math.min(fastest, System.nanoTime() - began);
        }
        return fastest;
    }

    private Verdict verdict(String user, String password, String client) throws Exception {
        return check(user, password, client).get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Verdict> check(String user, String password, String client) {
        return checks.check(new Login(user, password), users, client);
    }
}
