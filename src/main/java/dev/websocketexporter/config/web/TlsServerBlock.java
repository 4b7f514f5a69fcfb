package dev.websocketexporter.config.web;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.WordType;
import dev.websocketexporter.config.web.ServerTls.ClientAuthentication;
import dev.websocketexporter.config.web.ServerTls.Curve;
import dev.websocketexporter.config.web.ServerTls.Order;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.tls.ClientIdentity;
import dev.websocketexporter.tls.PemCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tls_server_config}. */
final class TlsServerBlock {
    private static final Key.Value<Value> CERT = Key.withoutDefault(
            "cert",
            TextTypes.shown("a certificate in PEM, the leaf first", FileTypes::certificatesAlone),
            "The exporter's certificate.");
    private static final Key.Value<Value> CERT_FILE = Key.withoutDefault(
            "cert_file",
            FileTypes.pem("a file with a certificate in PEM, the leaf first", FileTypes::certificates),
            "The exporter's certificate; used from the next connection on when it changes.");
    private static final Key.Value<Value> KEY = Key.withoutDefault(
            "key",
            TextTypes.secret("a private key in PEM, not encrypted", FileTypes::privateKey),
            "The private key of the certificate; a secret.");
    private static final Key.Value<Value> KEY_FILE = Key.withoutDefault(
            "key_file",
            FileTypes.pem("a file with a private key in PEM, not encrypted", FileTypes::privateKey),
            "The private key of the certificate; a secret.");
    private static final Key.Value<ClientAuthentication> CLIENT_AUTH_TYPE = new Key.Value<>(
            "client_auth_type",
            new WordType<>(
                    "a kind of client authentication",
                    List.of(ClientAuthentication.values()),
                    ClientAuthentication::label,
                    // exporter-toolkit's old name.
                    Map.of("RequireClientCert", ClientAuthentication.REQUIRE_ANY_CLIENT_CERT)),
            ClientAuthentication.NO_CLIENT_CERT,
            "Whether clients need a certificate; all but RequireAndVerifyClientCert let others in.");
    private static final Key.Value<Value> CLIENT_CA = Key.withoutDefault(
            "client_ca",
            TextTypes.shown("at least one certificate in PEM", FileTypes::certificatesAlone),
            "Who signs the certificates of clients, instead of the authorities of the Java runtime.");
    private static final Key.Value<Value> CLIENT_CA_FILE = Key.withoutDefault(
            "client_ca_file",
            FileTypes.pem("a file with at least one certificate in PEM", FileTypes::certificates),
            "Who signs the certificates of clients, instead of the authorities of the Java runtime.");
    private static final Key.Value<List<String>> CLIENT_ALLOWED_SANS = Key.withoutDefault(
            "client_allowed_sans",
            ListType.of(
                    TextTypes.line("a DNS name, e-mail address, IP address or URI, as it is", TextCheck.ONE_LINE),
                    Rule.NEVER_ABSENT),
            "A client's certificate must have one of these as a subject alternative name.");
    private static final Key.Value<TlsVersion> MIN_VERSION = new Key.Value<>(
            "min_version",
            new WordType<>("a TLS version", List.of(TlsVersion.values()), TlsVersion::name),
            TlsVersion.TLS12,
            "The lowest version; the Java runtime offers none below TLS12.");
    private static final Key.Value<TlsVersion> MAX_VERSION = new Key.Value<>(
            "max_version",
            new WordType<>("a TLS version", List.of(TlsVersion.values()), TlsVersion::name),
            TlsVersion.TLS13,
            "The highest version.");
    private static final Key.Value<List<String>> CIPHER_SUITES = new Key.Value<>(
            "cipher_suites",
            ListType.of(new WordType<>("a cipher suite that Go calls secure", CipherNames.ALL, name -> name)),
            List.of(),
            "Those up to TLS 1.2; TLS 1.3 always has its own.");
    private static final Key.Value<Boolean> PREFER_SERVER_CIPHER_SUITES = new Key.Value<>(
            "prefer_server_cipher_suites",
            NumberTypes.BOOLEAN,
            true,
            "The order of cipher_suites counts, and not the client's.");
    private static final Key.Value<List<Curve>> CURVE_PREFERENCES = new Key.Value<>(
            "curve_preferences",
            ListType.of(new WordType<>("an elliptic curve", List.of(Curve.values()), Curve::label)),
            List.of(),
            "By which keys are agreed on; as in Go, the order does not count.");
    static final Key.Block BLOCK = new Key.Block(
            "tls_server_config",
            "TLS; without it, plain HTTP.",
            List.of(
                    CERT,
                    CERT_FILE,
                    KEY,
                    KEY_FILE,
                    CLIENT_AUTH_TYPE,
                    CLIENT_CA,
                    CLIENT_CA_FILE,
                    CLIENT_ALLOWED_SANS,
                    MIN_VERSION,
                    MAX_VERSION,
                    CIPHER_SUITES,
                    PREFER_SERVER_CIPHER_SUITES,
                    CURVE_PREFERENCES));

    /** With one of them, exporter-toolkit takes TLS for wanted. */
    private static final List<Key> ENABLING =
            List.of(CERT, CERT_FILE, KEY, KEY_FILE, CLIENT_AUTH_TYPE, CLIENT_CA, CLIENT_CA_FILE);

    /** Its bit in a keyUsage (RFC 5280 §4.2.1.3). RFC 8446 §4.4.2.2 demands it; Go and others do not look. */
    private static final int DIGITAL_SIGNATURE = 0;

    private final BlockReader block;
    private final List<Path> files = new ArrayList<>();
    private @Nullable Path certificateName;

    TlsServerBlock(BlockReader block) {
        this.block = block;
    }

    /** The files that it names, once it was read. */
    List<Path> files() {
        return files;
    }

    /** What it says; null if TLS is not wanted, or after a mistake. */
    @Nullable
    ServerTls read(boolean http2, TlsTrial trial) {
        TlsVersion min = minVersion();
        TlsVersion max = maxVersion(min);
        List<String> ciphers = block.orDefault(CIPHER_SUITES);
        Order order = block.orDefault(PREFER_SERVER_CIPHER_SUITES) ? Order.SERVER : Order.CLIENT;
        Set<Curve> curves = Set.copyOf(block.orDefault(CURVE_PREFERENCES));
        ClientAuthentication clients = block.orDefault(CLIENT_AUTH_TYPE);
        ClientIdentity identity = identity();
        List<X509Certificate> authorities = authorities(clients);
        Set<String> sans = sans(clients);
        boolean cannotSpeakHttp2 = CipherNames.lacksThoseOfHttp2(ciphers) && min.compareTo(TlsVersion.TLS13) < 0;
        if (identity != null && http2 && cannotSpeakHttp2) {
            block.mistake(
                    CIPHER_SUITES,
                    "has no cipher suite that HTTP/2 requires (expected: one of "
                            + String.join(", ", CipherNames.OF_HTTP2) + " among them, or http2: false)");
        }
        if (identity == null || max.compareTo(min) < 0) {
            return null;
        }
        ServerTls server = new ServerTls(identity, clients, authorities, sans, min, max, ciphers, order, curves);
        judge(identity.chain().get(0), trial.problem(server));
        return server;
    }

    /** What clients will say of the certificate. */
    private void judge(X509Certificate certificate, @Nullable String problem) {
        Key at = block.has(CERT) ? CERT : CERT_FILE;
        String name = certificateName == null ? "" : certificateName + ": ";
        if (problem != null) {
            block.mistake(at, name + problem);
        }
        boolean[] uses = certificate.getKeyUsage();
        if (uses != null && !uses[DIGITAL_SIGNATURE]) {
            block.warning(
                    at,
                    name + "has a keyUsage without digitalSignature, for which some clients refuse it"
                            + " (expected: with it, or no keyUsage)");
        }
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            block.warning(
                    at,
                    name + "has expired, so that clients refuse it: at "
                            + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            block.warning(
                    at,
                    name + "is not valid yet, so that clients refuse it: until "
                            + certificate.getNotBefore().toInstant());
        }
    }

    private TlsVersion minVersion() {
        TlsVersion min = block.orDefault(MIN_VERSION);
        if (min.compareTo(TlsVersion.TLS12) < 0) {
            block.warning(MIN_VERSION, min + " is not offered: TLS12 is the lowest version of the Java runtime");
            return TlsVersion.TLS12;
        }
        return min;
    }

    private TlsVersion maxVersion(TlsVersion min) {
        TlsVersion max = block.orDefault(MAX_VERSION);
        if (max.compareTo(min) < 0) {
            block.mistake(
                    block.has(MAX_VERSION) ? MAX_VERSION : MIN_VERSION,
                    "leaves no version, from " + min + " to " + max + " (expected: min_version up to max_version)");
        }
        return max;
    }

    private @Nullable ClientIdentity identity() {
        boolean wanted = ENABLING.stream().anyMatch(block::has);
        if (wanted && !block.has(CERT) && !block.has(CERT_FILE)) {
            block.missing(CERT_FILE, "cert_file or cert besides, since there is TLS");
        }
        if (wanted && !block.has(KEY) && !block.has(KEY_FILE)) {
            block.missing(KEY_FILE, "key_file or key besides, since there is TLS");
        }
        Value certificate = noted(block.either(CERT, CERT_FILE));
        certificateName = certificate instanceof Value.InFile file ? file.path() : null;
        Value key = noted(block.either(KEY, KEY_FILE));
        if (certificate == null || key == null || block.files().gaveUp()) {
            return null;
        }
        Key at = block.has(KEY) ? KEY : KEY_FILE;
        try {
            return ClientIdentity.parse(text(certificate), text(key));
        } catch (CertificateException e) {
            String message = String.valueOf(e.getMessage());
            block.mistake(at, message + (message.contains("(expected: ") ? "" : " (expected: the key of cert_file)"));
        } catch (IOException e) {
            block.mistake(at, "cannot be read any more (expected: files that stay while they are read)");
        }
        return null;
    }

    private @Nullable List<X509Certificate> authorities(ClientAuthentication clients) {
        Value authorities = noted(block.either(CLIENT_CA, CLIENT_CA_FILE));
        Key at = block.has(CLIENT_CA) ? CLIENT_CA : CLIENT_CA_FILE;
        if (block.has(at) && !clients.asks()) {
            block.mistake(
                    at,
                    "is there although no client is asked for a certificate (expected: client_auth_type besides, such as "
                            + ClientAuthentication.REQUIRE_AND_VERIFY_CLIENT_CERT.label() + ")");
        }
        if (authorities == null || block.files().gaveUp()) {
            return null;
        }
        try {
            return PemCertificates.parse(text(authorities), at.name());
        } catch (CertificateException e) {
            block.mistake(at, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            block.mistake(at, "cannot be read any more (expected: files that stay while they are read)");
        }
        return null;
    }

    private @Nullable Set<String> sans(ClientAuthentication clients) {
        List<String> sans = block.optional(CLIENT_ALLOWED_SANS);
        if (sans == null) {
            return null;
        }
        if (sans.isEmpty()) {
            block.mistake(
                    CLIENT_ALLOWED_SANS, "is empty, so that no client could connect (expected: at least one entry)");
        }
        if (!clients.asks()) {
            block.warning(
                    CLIENT_ALLOWED_SANS,
                    "has no effect: no client is asked for a certificate (expected: client_auth_type besides)");
        } else if (!clients.verifies()) {
            block.warning(
                    CLIENT_ALLOWED_SANS,
                    "protects from nobody: anyone can sign a certificate with such a name (expected: client_auth_type: "
                            + ClientAuthentication.REQUIRE_AND_VERIFY_CLIENT_CERT.label() + ")");
        }
        return Set.copyOf(sans);
    }

    private @Nullable Value noted(@Nullable Value value) {
        if (value instanceof Value.InFile file) {
            files.add(file.path());
        }
        return value;
    }

    private String text(Value value) throws IOException {
        if (value instanceof Value.InFile file) {
            // Each byte is a character: the text around the parts may have any encoding.
            return block.files().ask(file.path(), () -> Files.readString(file.path(), StandardCharsets.ISO_8859_1));
        }
        return value instanceof Value.Hidden hidden ? hidden.secret().reveal() : ((Value.Plain) value).text();
    }
}
