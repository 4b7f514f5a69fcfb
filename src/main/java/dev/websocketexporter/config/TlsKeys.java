package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Block;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import java.util.List;

/** The keys of {@code tls_config}. */
final class TlsKeys {
    static final Key.Value<Value> CA = Key.withoutDefault(
            "ca",
            TextType.shown("at least one certificate in PEM", PemText::certificatesAlone),
            "The trusted roots, instead of those of the Java runtime.");
    static final Key.Value<Value> CA_FILE = Key.withoutDefault(
            "ca_file",
            FileType.pem("a file with at least one certificate in PEM", PemText::certificates),
            "The trusted roots, instead of those of the Java runtime.");
    static final Key.Value<Value> CERT = Key.withoutDefault(
            "cert",
            TextType.shown("a certificate in PEM, the leaf first", PemText::certificatesAlone),
            "The client's certificate, for servers that ask for one; needs a key.");
    static final Key.Value<Value> CERT_FILE = Key.withoutDefault(
            "cert_file",
            FileType.pem("a file with a certificate in PEM, the leaf first", PemText::certificates),
            "The client's certificate, for servers that ask for one; needs a key.");
    static final Key.Value<Value> KEY = Key.withoutDefault(
            "key",
            TextType.secret("a private key in PEM, not encrypted", PemText::privateKey),
            "The private key of the client's certificate; a secret.");
    static final Key.Value<Value> KEY_FILE = Key.withoutDefault(
            "key_file",
            FileType.pem("a file with a private key in PEM, not encrypted", PemText::privateKey),
            "The private key of the client's certificate; a secret.");
    static final Key.Value<String> SERVER_NAME = Key.withoutDefault(
            "server_name",
            ServerNameType.INSTANCE,
            "The name sent in TLS and looked for in the certificate, instead of the target's host.");
    static final Key.Value<Boolean> INSECURE_SKIP_VERIFY = new Key.Value<>(
            "insecure_skip_verify",
            BooleanType.INSTANCE,
            TlsSettings.DEFAULT.insecureSkipVerify(),
            "A certificate that does not verify fails nothing; the metrics tell it all the same.");
    static final Key.Value<TlsVersion> MIN_VERSION = new Key.Value<>(
            "min_version",
            TlsVersionType.INSTANCE,
            TlsSettings.DEFAULT.minVersion(),
            "The lowest version offered; what the engine in use cannot do is a mistake.");
    static final Key.Value<TlsVersion> MAX_VERSION = new Key.Value<>(
            "max_version",
            TlsVersionType.INSTANCE,
            TlsSettings.DEFAULT.maxVersion(),
            "The highest version offered; not below min_version.");
    static final Block BLOCK = new Block(
            "tls_config",
            "How TLS is negotiated and the server's certificate is judged.",
            List.of(
                    CA,
                    CA_FILE,
                    CERT,
                    CERT_FILE,
                    KEY,
                    KEY_FILE,
                    SERVER_NAME,
                    INSECURE_SKIP_VERIFY,
                    MIN_VERSION,
                    MAX_VERSION));

    private TlsKeys() {}
}
