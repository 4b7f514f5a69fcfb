package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.CipherNames;
import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.config.web.ServerTls.Order;
import dev.websocketexporter.probe.module.TlsVersion;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * Engines of TLS as a web configuration says. Safe for use by several threads.
 *
 * @param context of its own, so that no session of another one is resumed
 */
record PreparedTls(ServerTls tls, SSLContext context) {
    /** Fails if the Java runtime cannot read its own authorities, or lacks TLS. */
    static PreparedTls of(ServerTls tls) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new OwnCertificate(tls.identity())},
                new TrustManager[] {new ClientCertificates(tls)},
                null);
        return new PreparedTls(tls, context);
    }

    /** The engine of a connection that has not begun. */
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols());
        parameters.setCipherSuites(cipherSuites());
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
        engine.setSSLParameters(parameters);
        return engine;
    }

    private String[] protocols() {
        return Arrays.stream(TlsVersion.values())
                .filter(version -> version.compareTo(tls.minVersion()) >= 0 && version.compareTo(tls.maxVersion()) <= 0)
                .map(TlsVersion::standardName)
                .toArray(String[]::new);
    }

    private String[] cipherSuites() {
        List<String> suites = new ArrayList<>(CipherNames.OF_TLS13);
        suites.addAll(tls.cipherSuites().isEmpty() ? CipherNames.OF_TLS12 : tls.cipherSuites());
        return suites.stream().distinct().toArray(String[]::new);
    }
}
