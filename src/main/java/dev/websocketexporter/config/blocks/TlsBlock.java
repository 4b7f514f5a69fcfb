package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.types.NetworkTypes;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.tls.ClientIdentity;
import dev.websocketexporter.tls.TrustAnchors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tls_config}. */
final class TlsBlock {
    static final Key.Value<Value> CA = Key.withoutDefault(
            "ca",
            TextTypes.shown("at least one certificate in PEM", FileTypes::certificatesAlone),
            "The trusted roots, instead of those of the Java runtime.");
    static final Key.Value<Value> CA_FILE = Key.withoutDefault(
            "ca_file",
            FileTypes.pem("a file with at least one certificate in PEM", FileTypes::certificates),
            "The trusted roots, instead of those of the Java runtime.");
    static final Key.Value<Value> CERT = Key.withoutDefault(
            "cert",
            TextTypes.shown("a certificate in PEM, the leaf first", FileTypes::certificatesAlone),
            "The client's certificate, for servers that ask for one; needs a key.");
    static final Key.Value<Value> CERT_FILE = Key.withoutDefault(
            "cert_file",
            FileTypes.pem("a file with a certificate in PEM, the leaf first", FileTypes::certificates),
            "The client's certificate, for servers that ask for one; needs a key.");
    static final Key.Value<Value> KEY = Key.withoutDefault(
            "key",
            TextTypes.secret("a private key in PEM, not encrypted", FileTypes::privateKey),
            "The private key of the client's certificate; a secret.");
    static final Key.Value<Value> KEY_FILE = Key.withoutDefault(
            "key_file",
            FileTypes.pem("a file with a private key in PEM, not encrypted", FileTypes::privateKey),
            "The private key of the client's certificate; a secret.");
    static final Key.Value<String> SERVER_NAME = Key.withoutDefault(
            "server_name",
            NetworkTypes.SERVER_NAME,
            "The name sent in TLS and expected in the certificate, instead of the target's host.");
    static final Key.Value<Boolean> INSECURE_SKIP_VERIFY = new Key.Value<>(
            "insecure_skip_verify",
            NumberTypes.BOOLEAN,
            TlsSettings.DEFAULT.insecureSkipVerify(),
            "A certificate that does not verify fails nothing; the metrics report it nevertheless.");
    static final Key.Value<TlsVersion> MIN_VERSION = new Key.Value<>(
            "min_version",
            NetworkTypes.TLS_VERSION,
            TlsSettings.DEFAULT.minVersion(),
            "The lowest version offered; a version that the TLS engine in use does not support is a mistake.");
    static final Key.Value<TlsVersion> MAX_VERSION = new Key.Value<>(
            "max_version",
            NetworkTypes.TLS_VERSION,
            TlsSettings.DEFAULT.maxVersion(),
            "The highest version offered; not below min_version.");
    static final Key.Value<Boolean> CRL_CHECK = new Key.Value<>(
            "crl_check",
            NumberTypes.BOOLEAN,
            TlsSettings.DEFAULT.crlCheck(),
            "The target's certificate is looked up in its issuer's revocation list, which is fetched over HTTP; not in oauth2.");
    static final Key.Block BLOCK = new Key.Block(
            "tls_config",
            "How TLS is negotiated and the server's certificate is judged.",
            List.of(
                    CA,
                    CA_FILE,
                    Key.reference("ca_ref", "ca or ca_file"),
                    CERT,
                    CERT_FILE,
                    Key.reference("cert_ref", "cert or cert_file"),
                    KEY,
                    KEY_FILE,
                    Key.reference("key_ref", "key or key_file"),
                    SERVER_NAME,
                    INSECURE_SKIP_VERIFY,
                    MIN_VERSION,
                    MAX_VERSION,
                    CRL_CHECK));

    private TlsBlock() {}

    static TlsSettings read(BlockReader tls) {
        checkClientCertificate(tls);
        TlsVersion min = tls.orDefault(MIN_VERSION);
        TlsVersion max = tls.orDefault(MAX_VERSION);
        if (min.compareTo(max) > 0) {
            tls.mistake(
                    tls.has(MIN_VERSION) ? MIN_VERSION : MAX_VERSION,
                    "leaves no version, from " + min + " to " + max + " (expected: min_version up to max_version)");
        }
        Value certificate = tls.either(CERT, CERT_FILE);
        Value key = tls.either(KEY, KEY_FILE);
        if (certificate != null && key != null && !tls.files().gaveUp()) {
            checkTogether(certificate, key, tls);
        }
        Value roots = tls.either(CA, CA_FILE);
        if (roots != null && !tls.files().gaveUp()) {
            warnOfUnusable(roots, tls);
        }
        return new TlsSettings(
                roots,
                certificate,
                key,
                tls.optional(SERVER_NAME),
                tls.orDefault(INSECURE_SKIP_VERIFY),
                min,
                max,
                tls.orDefault(CRL_CHECK));
    }

    /**
     * That of the target.
     *
     * @param proxy the proxy in between, for which it counts too if it is reached by TLS; absent: none
     */
    static TlsSettings readForTarget(BlockReader tls, @Nullable Proxy proxy) {
        TlsSettings settings = read(tls);
        if (settings.crlCheck() && proxy != null && proxy.kind() == Proxy.Kind.HTTPS) {
            tls.warning(CRL_CHECK, "is about the target's certificate; that of the proxy is looked up in no list");
        }
        return settings;
    }

    /** That of another server than the target, for which there are no metrics of a certificate either. */
    static TlsSettings readForTokenServer(BlockReader tls) {
        TlsSettings settings = read(tls);
        if (settings.crlCheck()) {
            tls.mistake(
                    CRL_CHECK,
                    "is about the target's certificate, and not that of the token's server (expected: none in oauth2, or"
                            + " crl_check in the tls_config of http_config)");
        }
        return settings;
    }

    private static void checkClientCertificate(BlockReader tls) {
        boolean certificate = tls.has(CERT) || tls.has(CERT_FILE);
        boolean key = tls.has(KEY) || tls.has(KEY_FILE);
        if (certificate && !key) {
            tls.mistake(tls.has(CERT) ? CERT : CERT_FILE, "has no key (expected: key or key_file besides)");
        } else if (key && !certificate) {
            tls.mistake(tls.has(KEY) ? KEY : KEY_FILE, "has no certificate (expected: cert or cert_file besides)");
        }
    }

    private static void checkTogether(Value certificate, Value key, BlockReader tls) {
        Key at = tls.has(KEY) ? KEY : KEY_FILE;
        try {
            ClientIdentity.parse(text(certificate, tls.files()), text(key, tls.files()));
        } catch (CertificateException e) {
            String message = String.valueOf(e.getMessage());
            tls.mistake(at, message + (message.contains("(expected: ") ? "" : " (expected: the key of cert)"));
        } catch (IOException e) {
            // Both could be read a moment ago.
            tls.mistake(at, "cannot be read any more (expected: files that stay while they are read)");
        }
    }

    private static void warnOfUnusable(Value roots, BlockReader tls) {
        try {
            TrustAnchors.parse(text(roots, tls.files()), "PEM")
                    .unusable()
                    .forEach(why ->
                            tls.warning(tls.has(CA) ? CA : CA_FILE, "one of its certificates is not used: " + why));
        } catch (CertificateException | IOException e) {
            // That is a mistake, and reported as one.
            return;
        }
    }

    private static String text(Value value, TimedFiles.Load files) throws IOException {
        if (value instanceof Value.InFile file) {
            // Each byte is a character: the text around the parts may have any encoding.
            return files.ask(file.path(), () -> Files.readString(file.path(), StandardCharsets.ISO_8859_1));
        }
        return value instanceof Value.Hidden hidden ? hidden.secret().reveal() : ((Value.Plain) value).text();
    }

    static YamlSection write(TlsSettings tls) {
        YamlSection section = new YamlSection();
        section.put(CA, CA_FILE, tls.ca());
        section.put(CERT, CERT_FILE, tls.certificate());
        section.put(KEY, KEY_FILE, tls.key());
        section.put(SERVER_NAME, tls.serverName());
        section.put(INSECURE_SKIP_VERIFY, tls.insecureSkipVerify());
        section.put(MIN_VERSION, tls.minVersion());
        section.put(MAX_VERSION, tls.maxVersion());
        section.put(CRL_CHECK, tls.crlCheck());
        return section;
    }
}
