/**
 * A verified certificate is looked up in its issuer's revocation list (RFC 5280 §5, §6.3), if the module wants it.
 *
 * <p>In: the {@code CrlSource} of a verified chain, after the phase TLS and before a byte of HTTP. Out: a {@code CrlReport},
 * and {@code certificate_revoked} for a certificate that is on the list.
 *
 * <pre>{@code
 *   CrlCheck        each place that the certificate names, until one has a verdict
 *      |              the policy: may its host be reached?
 *   CrlCache        kept until its next update - else one fetch for all who need it
 *      |
 *   CrlFetcher      a run of its own, on the loop of the probe that began it
 *      |              route - GET (CrlDownload), read and verified on threads for cryptography
 *   CrlMemory       what it takes of the total for what peers send, from its first byte on
 * }</pre>
 *
 * <p>Only the list of a trusted issuer is fetched, over HTTP alone (its signature protects it, and HTTPS would need a
 * certificate whose revocation needs a list), and no redirect is followed.
 *
 * <p>The wait for a list belongs to no phase ({@code PhaseContext.setAside}), and ends with a part of the budget. The fetch goes
 * on then, so that a later probe finds the list. No list is no verdict and no failure: the check {@code revocation} is not
 * passed, and the log says why. For a while the same is not fetched again then.
 */
@NullMarked
package dev.websocketexporter.engine.crl;

import org.jspecify.annotations.NullMarked;
