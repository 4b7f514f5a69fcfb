package dev.websocketexporter.server.web;

import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.tls.PasswordHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Compares passwords with their hashes. That takes some 0.07 s of CPU by design, so it is done by one thread, never twice at
 * the same time for the same login, and its results are kept: a scrape does not pay for it. Safe for use by several threads.
 *
 * <p>A flood of wrong passwords takes that one thread and no other: right passwords that are known are let in without it,
 * and those that are not share it with the flood, since a client address has few places in its queue.
 */
final class PasswordChecks implements AutoCloseable {
    /** As many as exporter-toolkit keeps, of the right and of the wrong ones, so that these do not displace those. */
    private static final int MOST_KEPT = 100;

    private static final int MOST_WAITING = 64;

    /** Different logins of one client address that wait at the same time. */
    static final int MOST_WAITING_OF_A_CLIENT = 4;

    private final byte[] secret = new byte[32];
    private final Map<Key, Boolean> right = new Kept();
    private final Map<Key, Boolean> wrong = new Kept();
    private final Map<Key, CompletableFuture<Verdict>> underWay = new HashMap<>();
    private final Map<String, Integer> waitingOf = new HashMap<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), PasswordChecks::daemon);

    PasswordChecks() {
        new SecureRandom().nextBytes(secret);
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable work) {
        Thread daemon = new Thread(work, "password");
        daemon.setDaemon(true);
        return daemon;
    }

    /** What a login is worth. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** Too many are waiting for an answer. */
        BUSY
    }

    /** A login by a digest, from which nobody learns it: of another length for each part, with a secret of this process. */
    private record Key(ByteBuffer digest) {}

    /** The last results. */
    private static final class Kept extends LinkedHashMap<Key, Boolean> {
        private static final long serialVersionUID = 1L;

        Kept() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > MOST_KEPT;
        }
    }

    /**
     * What the login is worth. Completes never exceptionally: at once if it is known, else on the thread that compares.
     *
     * @param users in force; never empty
     * @param client the address of the client
     */
    CompletableFuture<Verdict> check(Login login, Map<String, PasswordHash> users, String client) {
        PasswordHash known = login.name().map(users::get).orElse(null);
        PasswordHash hash = known == null ? decoy(login.user(), users) : known;
        Key key = key(login, hash);
        synchronized (this) {
            if (known != null && right.get(key) != null) {
                return CompletableFuture.completedFuture(Verdict.RIGHT);
            }
            if (wrong.get(key) != null) {
                return CompletableFuture.completedFuture(Verdict.WRONG);
            }
            CompletableFuture<Verdict> same = underWay.get(key);
            if (same != null) {
                return same;
            }
            if (waitingOf.getOrDefault(client, 0) >= MOST_WAITING_OF_A_CLIENT) {
                return CompletableFuture.completedFuture(Verdict.BUSY);
            }
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            try {
                thread.execute(() -> {
                    try {
                        verdict.complete(compared(login, hash, known != null, key, client));
                    } finally {
                        // Of a comparison that broke off, such as for want of memory: nothing is known, and nobody
                        // waits.
                        verdict.complete(Verdict.BUSY);
                    }
                });
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(Verdict.BUSY);
            }
            waitingOf.merge(client, 1, Integer::sum);
            underWay.put(key, verdict);
            return verdict;
        }
    }

    private Verdict compared(Login login, PasswordHash hash, boolean known, Key key, String client) {
        try {
            boolean matches = hash.matches(login.passwordBytes()) && known;
            synchronized (this) {
                (matches ? right : wrong).put(key, true);
            }
            return matches ? Verdict.RIGHT : Verdict.WRONG;
        } finally {
            synchronized (this) {
                underWay.remove(key);
                waitingOf.computeIfPresent(client, (address, waiting) -> waiting == 1 ? null : waiting - 1);
            }
        }
    }

    /**
     * What the password of an unknown user is compared with, so that it takes as long as for some known user: always the same
     * one, since a name whose time changes would tell that there is no such user.
     */
    private PasswordHash decoy(String user, Map<String, PasswordHash> users) {
        List<PasswordHash> hashes = new ArrayList<>(users.values());
        int number = Math.floorMod(ByteBuffer.wrap(digest(user)).getInt(), hashes.size());
        return hashes.get(number).decoy();
    }

    private Key key(Login login, PasswordHash hash) {
        return new Key(ByteBuffer.wrap(digest(login.user(), hash.reveal(), login.password())));
    }

    private byte[] digest(String... parts) {
        MessageDigest digest = Digests.sha256();
        digest.update(secret);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return digest.digest();
    }

    /** Those that wait are never answered. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
