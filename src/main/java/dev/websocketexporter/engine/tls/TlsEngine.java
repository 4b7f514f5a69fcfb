package dev.websocketexporter.engine.tls;

import dev.websocketexporter.probe.module.TlsVersion;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** What negotiates TLS. */
public enum TlsEngine {
    /** BoringSSL through netty-tcnative: about four times cheaper a handshake. */
    BORINGSSL(SslProvider.OPENSSL_REFCNT),
    /** The Java runtime's own, if the native library does not load. */
    JDK(SslProvider.JDK);

    /** System property that forces one, {@code boringssl} or {@code jdk}; meant for tests. */
    static final String PROPERTY = "websocketexporter.tls.engine";

    private final SslProvider provider;

    TlsEngine(SslProvider provider) {
        this.provider = provider;
    }

    public SslProvider provider() {
        return provider;
    }

    /**
     * The engine forced by {@link #PROPERTY}, else BoringSSL where it loads, else the JDK's.
     *
     * @throws IllegalArgumentException when the property names no engine, or one that does not load
     */
    public static TlsEngine preferred() {
        String forced = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
        return switch (forced) {
            case "" -> OpenSsl.isAvailable() ? BORINGSSL : JDK;
            case "jdk" -> JDK;
            case "boringssl" -> {
                if (!OpenSsl.isAvailable()) {
                    throw new IllegalArgumentException(
                            PROPERTY + "=boringssl does not load here", OpenSsl.unavailabilityCause());
                }
                yield BORINGSSL;
            }
            default ->
                throw new IllegalArgumentException(
                        PROPERTY + "=" + forced + " is no TLS engine (expected: boringssl or jdk)");
        };
    }

    /** Whether the one in use was asked for by the property. */
    public static boolean isForced() {
        return !System.getProperty(PROPERTY, "").isEmpty();
    }

    /**
     * The versions of TLS that this engine speaks; of the JDK's, those that the runtime's security properties do not
     * disable.
     */
    public Set<TlsVersion> versions() {
        if (this == BORINGSSL) {
            return EnumSet.allOf(TlsVersion.class);
        }
        try {
            List<String> enabled =
                    List.of(SSLContext.getDefault().getDefaultSSLParameters().getProtocols());
            return EnumSet.allOf(TlsVersion.class).stream()
                    .filter(version -> enabled.contains(version.standardName()))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(TlsVersion.class)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the runtime has no TLS", e);
        }
    }

    /** The name for a log line. */
    @Override
    public String toString() {
        return this == BORINGSSL ? "BoringSSL" : "JDK";
    }
}
