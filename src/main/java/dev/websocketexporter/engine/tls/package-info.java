/**
 * The phase tls: a full handshake, and the verification of the server's certificate (RFC 8446, RFC 5280, RFC 9525).
 *
 * <p>In: a TCP connection, or a tunnel. Out: nothing; the channel carries TLS, and the {@code TlsReport} has version,
 * cipher, chain and OCSP response, also if the probe fails because of them.
 *
 * <pre>{@code
 *   Roots              what is trusted: its file is looked at while the handshake goes on
 *   TlsContexts        the context for these versions and this client certificate, whose files are read first
 *   TlsNegotiation     ClientHello, the phase begins
 *   HandshakeRecorder  the server presents its chain - HandshakeFacts.greeting
 *      |                                     |
 *   the handshake goes on               Verification: VerificationCache on the loop,
 *      |                                else examined on threads for cryptography
 *   handshake complete, or broken            |
 *      +------------- verdict ---------------+
 * }</pre>
 *
 * <p>The trust manager records and accepts everything. So the handshake completes also with a bad certificate, and
 * what was negotiated is known. The verdict follows, before the first byte of HTTP; the channel reads nothing until
 * then. If the handshake breaks, its own failure wins, and the report still has the verified chain. {@code
 * insecure_skip_verify} verifies as well, and only logs the result.
 *
 * <p>{@link Trust} that cannot be had, since a file is gone, empty, broken or hangs, is the exporter's fault: {@code
 * exporter_limit}, with all facts of the chain that need no trust.
 *
 * <p>In TLS 1.3 the server refuses a client certificate after the handshake (RFC 8446 §4.4.2). The phase leaves an
 * interpretation of such an alert with the channel, for the phase that will see it.
 *
 * <p>{@link TlsContexts} owns the contexts, which hold native memory; the Netty handler owns the engine of its
 * connection. Each handshake is a full one: engines do not know the peer's address, so that no session is resumed.
 * {@link VerificationCache} keeps outcomes for an hour at most, by all that they depend on: certificates, staple,
 * name, and trust anchors.
 */
@NullMarked
package dev.websocketexporter.engine.tls;

import org.jspecify.annotations.NullMarked;
