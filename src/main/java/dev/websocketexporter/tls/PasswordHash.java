package dev.websocketexporter.tls;

import java.security.cert.CertificateException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * A hash of a password by bcrypt, as {@code htpasswd -B} writes it: {@code $2y$10$} and 53 characters of salt and hash.
 * Prints as nothing of it.
 */
public final class PasswordHash {
    /** The versions differ in faults of old programs, which none of today's has. */
    private static final Pattern FORM = Pattern.compile("\\$2[aby]?\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    private static final Pattern BEGINNING = Pattern.compile("\\$2[aby]?\\$.*");

    private static final int LENGTH = 60;

    /** bcrypt's own range: 2 to the power of it are the rounds. */
    private static final int LEAST_COST = 4;

    private static final int MOST_COST = 31;

    /** Of no password: just letters, to compare with, so that an unknown user takes as long as a known one. */
    private static final String SALT_AND_HASH = "abcdefghijklmnopqrstuu" + "abcdefghijklmnopqrstuvwxyzabcde";

    private final String text;
    private final int cost;

    private PasswordHash(String text, int cost) {
        this.text = text;
        this.cost = cost;
    }

    /**
     * Reads a hash.
     *
     * @throws CertificateException with one line that shows nothing of it
     */
    public static PasswordHash parse(String text) throws CertificateException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new CertificateException(
                    BEGINNING.matcher(text).matches()
                            ? "is a hash of bcrypt that is cut off or altered"
                                    + (text.length() == LENGTH
                                            ? ""
                                            : ", " + text.length() + " characters instead of 60")
                            : "is no hash of bcrypt");
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < LEAST_COST || cost > MOST_COST) {
            throw new CertificateException("has a cost of " + cost + ", which bcrypt does not know");
        }
        return new PasswordHash(text, cost);
    }

    /** A hash of the same cost that no password is known for. */
    public PasswordHash decoy() {
        String digits = cost < 10 ? "0" + cost : String.valueOf(cost);
        return new PasswordHash("$2y$" + digits + "$" + SALT_AND_HASH, cost);
    }

    /** How expensive it is: each step takes twice as long. From 4 to 31. */
    public int cost() {
        return cost;
    }

    /**
     * Whether the password is the one. Takes 2 to the power of the cost rounds: with a cost of 10, some 0.07 s. As with
     * every bcrypt, what is beyond 72 bytes does not count.
     *
     * @param password in whatever encoding it was in when the hash was made
     */
    public boolean matches(byte[] password) {
        return OpenBSDBCrypt.checkPassword(text, password);
    }

    /** The hash itself, to tell one from another and for nothing else. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PasswordHash hash && hash.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
