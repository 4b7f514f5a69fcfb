package dev.websocketexporter.probe;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** One question that a peer's certificate, and how it came to us, are asked; each with an answer of its own. */
public enum CertificateCheck {
    /** The dates of every certificate on the path hold; without an anchor, on the presented path from the leaf up. */
    VALIDITY,
    /** The leaf is for the name that was asked for. */
    HOSTNAME,
    /** There is a path to an anchor that keeps every rule, dates and strength of signatures aside. */
    TRUST,
    /** No certificate on the path is signed with MD5 or SHA-1; the anchor's own signature proves nothing and is left out. */
    SIGNATURE,
    /** The keys on the path are long enough: RSA at least 2048 bits, EC at least 224. Reported, fails nothing. */
    KEY,
    /** TLS 1.2 or later was negotiated. Reported, fails nothing: which versions are offered is for the module to say. */
    PROTOCOL,
    /** The OCSP staple can be relied on and says that the leaf is good; asked only when there was a staple. */
    REVOCATION;

    /** Those that the chain alone answers. */
    public static final Set<CertificateCheck> OF_CHAIN = Collections.unmodifiableSet(EnumSet.range(VALIDITY, KEY));

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code check} in metrics. */
    public String label() {
        return label;
    }
}
