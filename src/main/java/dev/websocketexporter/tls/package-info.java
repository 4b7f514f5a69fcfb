/**
 * What a peer's certificates are worth, and the exporter's own certificates. The only package that uses Bouncy Castle; it
 * opens no socket and reads no file but the trust store of the Java runtime.
 *
 * <p><b>Verification.</b> {@link PeerVerification#of} takes the certificates and the OCSP response of a handshake, the name
 * that was asked for, the anchors and the time. It returns a report for the same input always equal, so that it may be kept
 * until {@link PeerVerification#nextDate}:
 *
 * <pre>
 * PeerCertificates ── ParsedCertificate (RFC 5280 §4.1, lenient)
 *        │                  │
 *        │             PathSearch ── every path from the leaf, with TrustAnchors (bounded)
 *        │                  │
 *        │             PathJudgement ── dates · PathRules (§6.1) · NameConstraintRule (§4.2.1.10) · weak signatures
 *        │                  │
 *        │             PeerVerifier ── the best path, HostnameRule (RFC 9525 §6), KeyStrength ── ChainReport
 *        │
 *        ├─ OcspVerifier ── ParsedOcspResponse (RFC 6960 §4.2.1), OcspResponseSigner (§4.2.2.2) ── StapleReport
 *        │
 *        └─ CrlSource (RFC 5280 §4.2.1.13) ── of a verified chain, for those who fetch the list:
 *                 CrlReader (§5.1, §5.2) ── RevocationList, RevokedSerials ── CrlReport
 * </pre>
 *
 * <p><b>Order of the checks.</b> All are made, also after the first fault, since the metrics report each. Paths are compared
 * first: one to an anchor without a fault is best, then one to an anchor with another fault, then with bad dates, then those
 * without an anchor. Of the best path the gravest fault is the one that the probe reports:
 *
 * <ol>
 *   <li>dates: expired, or not valid yet (RFC 5280 §4.1.2.5)
 *   <li>trust: self-signed, or no known authority (§6.1.3)
 *   <li>the name of the host
 *   <li>revocation by the stapled response, if its signer is authorised
 *   <li>the rules for issuers and name constraints (§4.2.1.9, §4.2.1.3, §4.2.1.12, §4.2.1.10)
 *   <li>a weak signature
 * </ol>
 *
 * <p>A short key ({@link KeyStrength}) and a response that cannot be relied on are reported and fail nothing. The peer
 * chooses the input, so the work is bounded: certificates, signatures, steps and constraints have limits, and keys that are
 * expensive to use are refused.
 *
 * <p><b>The exporter's own.</b> {@link ClientIdentity} and {@link TrustAnchors} are read from PEM;
 * {@link SelfSignedIdentity} is for the loopback server of the warm-up.
 */
@NullMarked
package dev.websocketexporter.tls;

import org.jspecify.annotations.NullMarked;
