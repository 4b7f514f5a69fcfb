package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.probe.value.IpText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Judges the certificates of clients, as far as the web configuration asks for that. */
final class ClientCertificates extends X509ExtendedTrustManager {
    /** RFC 5280 §4.2.1.6: the kinds of names, as Java numbers them. */
    private static final int EMAIL = 1;

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    private final ServerTls tls;
    private final @Nullable X509TrustManager authorities;

    ClientCertificates(ServerTls tls) throws GeneralSecurityException, IOException {
        this.tls = tls;
        this.authorities = tls.clients().verifies() ? trusting(tls.clientCas()) : null;
    }

    /** @param certificates absent: the authorities of the Java runtime */
    private static X509TrustManager trusting(@Nullable List<X509Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (certificates != null) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry(String.valueOf(i), certificates.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private void check(X509Certificate[] chain, String keyType) throws CertificateException {
        if (authorities != null) {
            // Java lets in a certificate that is an authority itself, or has one that is out of date.
            chain[0].checkValidity();
            authoritiesOfToday(authorities).checkClientTrusted(chain, keyType);
        }
        Set<String> allowed = tls.clientSans();
        if (allowed != null) {
            Set<String> names = names(chain[0]);
            if (names.stream().noneMatch(allowed::contains)) {
                throw new CertificateException("the client's certificate is for " + names
                        + " (expected: one of client_allowed_sans, " + allowed + ")");
            }
        }
    }

    private X509TrustManager authoritiesOfToday(X509TrustManager all) throws CertificateException {
        List<X509Certificate> known = tls.clientCas();
        if (known == null || known.stream().allMatch(ClientCertificates::isInForce)) {
            return all;
        }
        List<X509Certificate> inForce =
                known.stream().filter(ClientCertificates::isInForce).toList();
        if (inForce.isEmpty()) {
            throw new CertificateException("no authority of client_ca is in force (expected: one within its dates)");
        }
        try {
            return trusting(inForce);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException(e);
        }
    }

    private static boolean isInForce(X509Certificate authority) {
        try {
            authority.checkValidity();
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    /** In the form in which Go writes them, and so exporter-toolkit compares them. */
    private static Set<String> names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? Set.of()
                : names.stream()
                        .map(ClientCertificates::name)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
    }

    private static @Nullable String name(List<?> kindAndName) {
        return switch ((Integer) kindAndName.get(0)) {
            case EMAIL, DNS, URI -> (String) kindAndName.get(1);
            case IP -> address((String) kindAndName.get(1));
            default -> null;
        };
    }

    /** Java writes IPv6 addresses at their full length. */
    private static String address(String text) {
        try {
            // An address: nothing is looked up.
            return IpText.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return text;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        check(chain, keyType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) throws CertificateException {
        check(chain, keyType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType) throws CertificateException {
        check(chain, keyType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, keyType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket) throws CertificateException {
        checkServerTrusted(chain, keyType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType) throws CertificateException {
        throw new CertificateException("this is the server");
    }

    /** Sent to clients, so that they know which of their certificates to choose. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        List<X509Certificate> known = tls.clientCas();
        return known == null ? new X509Certificate[0] : known.toArray(new X509Certificate[0]);
    }
}
