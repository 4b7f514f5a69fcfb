package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.CipherNames;
import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.config.web.ServerTls.Order;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.module.TlsVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS engine of each connection by the web configuration that is in force when the connection begins: a new
 * certificate, or anything else of TLS, needs no restart. Safe for use by several threads.
 */
final class ServerTlsFactory extends SslContextFactory.Server {
    private static final String HTTP_1_1 = "http/1.1";

    private final WebSource source;
    private volatile Prepared prepared;

    /** @throws IllegalStateException if the Java runtime cannot use the certificate */
    ServerTlsFactory(WebSource source) {
        this.source = source;
        this.prepared = Prepared.of(tls(source.get()));
        setSslContext(prepared.context());
    }

    /** What belongs together: a context that resumes no session of another one. */
    private record Prepared(ServerTls tls, SSLContext context) {
        static Prepared of(ServerTls tls) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(
                        new KeyManager[] {new OwnCertificate(tls.identity())},
                        new TrustManager[] {new ClientCertificates(tls)},
                        null);
                return new Prepared(tls, context);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(
                        "the Java runtime cannot use the certificate of --web.config.file: " + e.getMessage(), e);
            }
        }
    }

    private static ServerTls tls(WebConfiguration web) {
        return Objects.requireNonNull(web.tls(), "TLS is never switched off while the exporter runs");
    }

    @Override
    public SSLEngine newSSLEngine() {
        // On a thread of the pool: see Reading.
        return engine(source.fresh().join());
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
        return newSSLEngine();
    }

    @Override
    public SSLEngine newSSLEngine(@Nullable InetSocketAddress address) {
        return newSSLEngine();
    }

    private SSLEngine engine(WebConfiguration web) {
        ServerTls tls = tls(web);
        Prepared last = prepared;
        if (!last.tls().equals(tls)) {
            last = Prepared.of(tls);
            prepared = last;
        }
        SSLEngine engine = last.context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols(tls));
        parameters.setCipherSuites(cipherSuites(tls));
        parameters.setUseCipherSuitesOrder(tls.order() == Order.SERVER);
        if (!tls.curves().isEmpty()) {
            AllowedCurves.of(tls).limit(parameters);
        }
        // As in Go, a list of names is looked at whenever there is a certificate; without one, there is no name.
        if (tls.clients().requires() || (tls.clients().asks() && tls.clientSans() != null)) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(tls.clients().asks());
        }
        if (!web.offersHttp2()) {
            parameters.setApplicationProtocols(new String[] {HTTP_1_1});
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static String[] protocols(ServerTls tls) {
        return Arrays.stream(TlsVersion.values())
                .filter(version -> version.compareTo(tls.minVersion()) >= 0 && version.compareTo(tls.maxVersion()) <= 0)
                .map(TlsVersion::standardName)
                .toArray(String[]::new);
    }

    private static String[] cipherSuites(ServerTls tls) {
        List<String> suites = new ArrayList<>(CipherNames.OF_TLS13);
        suites.addAll(tls.cipherSuites().isEmpty() ? CipherNames.OF_TLS12 : tls.cipherSuites());
        return suites.stream().distinct().toArray(String[]::new);
    }
}
