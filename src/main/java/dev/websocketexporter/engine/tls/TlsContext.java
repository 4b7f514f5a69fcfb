package dev.websocketexporter.engine.tls;

import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.tls.ClientIdentity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslCertificateCompressionConfig;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/** Makes TLS engines for probes. What a peer may be is judged after the handshake, so a context knows nothing of it. */
final class TlsContext implements AutoCloseable {
    /**
     * Chosen explicitly: BoringSSL's own default adds a post-quantum share that costs a fifth of a probe and makes the
     * ClientHello larger than a segment, which some middle boxes drop. What that hides is said in docs/performance.md.
     */
    private static final String[] GROUPS = {"X25519", "P-256", "P-384", "P-521"};

    private static final OpenSslCertificateCompressionConfig NO_CERTIFICATE_COMPRESSION =
            OpenSslCertificateCompressionConfig.newBuilder().build();

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

    private final TlsEngine tlsEngine;
    private final HandshakeRecorder recorder;
    private final String protocol;
    private final SslContext context;

    /** @param protocol the one that is offered by ALPN (RFC 7301) */
    TlsContext(
            TlsEngine tlsEngine, TlsVersion min, TlsVersion max, String protocol, @Nullable ClientIdentity identity) {
        this.tlsEngine = tlsEngine;
        this.protocol = protocol;
        this.recorder = new HandshakeRecorder(identity);
        try {
            this.context = build(min, max);
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS context from " + tlsEngine, e);
        }
    }

    private SslContext build(TlsVersion min, TlsVersion max) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(tlsEngine.provider())
                .protocols(names(min, max))
                .ciphers(TlsContext.OFFERED, SupportedCipherSuiteFilter.INSTANCE)
                .trustManager(recorder.trustManager())
                .keyManager(recorder.keyManager())
                // Host names are verified after the handshake, not by the engine.
                .endpointIdentificationAlgorithm(null);
        if (tlsEngine == TlsEngine.BORINGSSL) {
            builder.enableOcsp(true)
                    // A task that a renegotiation needs would never be followed by what waits for it: the handshake
                    // would
                    // stand still (RFC 5246 §7.4.1.1). The recorder has nothing slow for a task.
                    .option(OpenSslContextOption.USE_TASKS, false)
                    .option(OpenSslContextOption.GROUPS, GROUPS)
                    // None: Netty offers zlib by itself (RFC 8879), and a peer that nobody trusts yet would have
                    // what it sends inflated.
                    .option(OpenSslContextOption.CERTIFICATE_COMPRESSION_ALGORITHMS, NO_CERTIFICATE_COMPRESSION)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocol));
        }
        return builder.build();
    }

    private static List<String> names(TlsVersion min, TlsVersion max) {
        return EnumSet.range(min, max).stream().map(TlsVersion::standardName).toList();
    }

    HandshakeRecorder recorder() {
        return recorder;
    }

    /**
     * An engine for one handshake. It does not get the peer's address, so that it finds no earlier session to resume:
     * every handshake is a full one.
     *
     * @param serverName sent as SNI (RFC 6066 §3); absent for an address
     */
    SSLEngine newEngine(ByteBufAllocator allocator, @Nullable String serverName) {
        // Before there is an engine, which would leak if the name cannot be sent.
        SNIServerName sent = serverName == null ? null : sent(serverName);
        SSLEngine engine = context.newEngine(allocator);
        SSLParameters parameters = parametersFor(engine);
        if (sent instanceof SNIHostName || (sent != null && tlsEngine == TlsEngine.JDK)) {
            parameters.setServerNames(List.of(sent));
        }
        engine.setSSLParameters(parameters);
        if (sent instanceof PlainName && engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            SSL.setTlsExtHostName(openSsl.sslPointer(), serverName);
        }
        return engine;
    }

    private static SNIServerName sent(String serverName) {
        byte[] encoded = serverName.getBytes(StandardCharsets.US_ASCII);
        return serverName.indexOf('_') >= 0 && NAME.matcher(serverName).matches()
                ? new PlainName(encoded)
                : new SNIHostName(encoded);
    }

    /**
     * As it stands: no standard allows an underscore, some versions of Java refuse it, and yet there are such hosts.
     */
    private static final class PlainName extends SNIServerName {
        PlainName(byte[] encoded) {
            super(StandardConstants.SNI_HOST_NAME, encoded);
        }
    }

    private SSLParameters parametersFor(SSLEngine engine) {
        if (tlsEngine == TlsEngine.BORINGSSL) {
            // What is absent here stays as the context has it. Read from the engine and set again, ciphers,
            // versions and groups would be translated from and to BoringSSL's names: a fortieth of what a whole
            // probe costs.
            return new SSLParameters();
        }
        SSLParameters parameters = engine.getSSLParameters();
        // Through the context, Netty would wrap the engine, and the recorder could not find the handshake that it
        // belongs to.
        parameters.setApplicationProtocols(new String[] {protocol});
        return parameters;
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }

    static final List<String> OFFERED = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA");
}
