package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a configuration names: what they hold is looked at when it is loaded. */
class FilesTest {
    @TempDir
    Path directory;

    @Test
    void theirNamesAreRelativeToTheConfigurationFile() throws IOException, ConfigurationException {
        Files.createDirectory(directory.resolve("tls"));
        Path roots = Files.writeString(directory.resolve("tls/roots.pem"), "# ours\n" + Pem.CERTIFICATE);
        Path file = Files.writeString(directory.resolve("config.yml"), withTls("ca_file: tls/roots.pem"));

        Loaded loaded = new ConfigurationSource(file, Yaml.TLS_VERSIONS).load();

        ProbeModule chat = loaded.configuration().modules().get("chat");
        assertThat(chat.tls().ca()).isEqualTo(new Value.InFile(roots));
    }

    @Test
    void aFileOfRootsMustHoldACertificate() throws IOException {
        List<String> contents = new ArrayList<>(List.of("nonsense\n", Pem.KEY));
        contents.add(Pem.CERTIFICATE.substring(0, 200));
        contents.add(Pem.CERTIFICATE.replace("MII", "AII"));
        for (String content : contents) {
            Path roots = Files.writeString(directory.resolve("roots.pem"), content);

            assertThatThrownBy(() -> Yaml.load(withTls("ca_file: " + roots)))
                    .as(content)
                    .hasMessage("config.yml:1:66: modules.chat.websocket.http_config.tls_config.ca_file: " + roots
                            + ": holds no certificate, or a broken one (expected: a file with at least one certificate"
                            + " in PEM)");
        }
    }

    @Test
    void rootsInBinaryFormAreRefused() throws IOException {
        String base64 =
                Pem.CERTIFICATE.lines().filter(line -> !line.startsWith("-")).collect(Collectors.joining());
        Path roots =
                Files.write(directory.resolve("roots.der"), Base64.getDecoder().decode(base64));

        assertThatThrownBy(() -> Yaml.load(withTls("ca_file: " + roots)))
                .hasMessageEndingWith(roots
                        + ": holds no certificate, or a broken one (expected: a file with at least one certificate"
                        + " in PEM)");
    }

    @Test
    void rootsMayHaveCommentsInAnyEncoding() throws IOException, ConfigurationException {
        byte[] comment = "# Zertifizierungsstelle K\u00f6ln\n".getBytes(StandardCharsets.ISO_8859_1);
        Path roots = Files.write(directory.resolve("roots.pem"), comment);
        Files.writeString(roots, Pem.CERTIFICATE, StandardOpenOption.APPEND);

        Yaml.load(withTls("ca_file: " + roots));
    }

    @Test
    void aRootThatCannotBeUsedIsWarnedOfAndTheRestIsUsed() throws IOException, ConfigurationException {
        String broken = Pem.CERTIFICATE.replace("MII", "AII");
        Path roots = Files.writeString(directory.resolve("roots.pem"), Pem.CERTIFICATE + broken);

        Loaded loaded = Yaml.load(withTls("ca_file: " + roots));

        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .contains(
                        "tls_config.ca_file: one of its certificates is not used: certificate 2 is no X.509 certificate (");
    }

    @Test
    void clientCertificatesAndKeysMayHaveCommentsInAnyEncodingMarksAndIndentation()
            throws IOException, ConfigurationException {
        byte[] comment = "# Schl\u00fcssel\n".getBytes(StandardCharsets.ISO_8859_1);
        Path certificate = Files.write(directory.resolve("a.pem"), comment);
        Files.writeString(certificate, Pem.CERTIFICATE, StandardOpenOption.APPEND);
        Path key = Files.write(directory.resolve("a.key"), comment);
        Files.writeString(key, Pem.KEY.indent(2), StandardOpenOption.APPEND);
        Path marked = Files.writeString(directory.resolve("b.key"), "\uFEFF" + Pem.KEY);

        Yaml.load(withTls("cert_file: " + certificate + ", key_file: " + key));
        Yaml.load(withTls("cert_file: " + certificate + ", key_file: " + marked));
    }

    @Test
    void aKeyMayStandBesideItsCertificate() throws IOException, ConfigurationException {
        Path both = Files.writeString(directory.resolve("both.pem"), Pem.CERTIFICATE + Pem.KEY);

        Loaded loaded = Yaml.load(withTls("cert_file: " + both + ", key_file: " + both));

        assertThat(loaded.configuration().modules().get("chat").tls().key()).isEqualTo(new Value.InFile(both));
    }

    @Test
    void aKeyMustBelongToItsCertificate() throws IOException {
        Path certificate = Files.writeString(directory.resolve("a.pem"), Pem.CERTIFICATE);
        Path key = Files.writeString(directory.resolve("b.pem"), Pem.OTHER_KEY);
        String inline = "cert: " + inline(Pem.CERTIFICATE) + ", key: " + inline(Pem.OTHER_KEY);

        assertThatThrownBy(() -> Yaml.load(withTls("key_file: " + key + ", cert_file: " + certificate)))
                .hasMessage("config.yml:1:57: modules.chat.websocket.http_config.tls_config.key_file:"
                        + " the key does not belong to the certificate (expected: the key of cert)");
        assertThatThrownBy(() -> Yaml.load(withTls(inline)))
                .hasMessageContaining("tls_config.key: the key does not belong to the certificate")
                .hasMessageNotContaining(Pem.OTHER_KEY.substring(40, 60));
    }

    @Test
    void aBrokenKeyIsNotShown() throws IOException {
        Path certificate = Files.writeString(directory.resolve("a.pem"), Pem.CERTIFICATE);
        String broken = inline(Pem.KEY.replace("-----\nM", "-----\nA"));

        assertThatThrownBy(() -> Yaml.load(withTls("cert_file: " + certificate + ", key: " + broken)))
                .hasMessageContaining("tls_config.key: the key is ")
                .hasMessageEndingWith(" (expected: an unencrypted key in PEM: PKCS#8, PKCS#1 or SEC1)")
                .hasMessageNotContaining(Pem.KEY.substring(40, 60));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            basic_auth: {username_file: FILE}         | ''            | is empty
            basic_auth: {username_file: FILE}         | MARKER:MARKER | holds a colon
            basic_auth: {password_file: FILE}         | ' '           | is empty
            basic_auth: {password_file: FILE}         | MARKER~MARKER | holds a line break or a control character
            authorization: {credentials_file: FILE}   | MARKER~MARKER | holds a line break
            authorization: {credentials_file: FILE}   | MARKERë       | holds a character outside printable ASCII
            bearer_token_file: FILE                   | ''            | is empty
            bearer_token_file: FILE                   | MARKER~MARKER | holds a line break
            oauth2: {client_secret_file: FILE}        | MARKER~MARKER | holds a line break or a control character
            http_headers: {X-A: {files: [FILE]}}      | MARKER~MARKER | holds a line break
            http_headers: {X-A: {files: [FILE]}}      | ''            | is empty
            tls_config: {key_file: FILE}              | MARKER        | holds no private key, or a broken one
            tls_config: {cert_file: FILE}             | MARKER        | holds no certificate, or a broken one
            """)
    void aFileOfTheWrongKindIsToldWithoutWhatItHolds(String key, String content, String problem) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), content.replace('~', '\n') + "\n");
        String yaml = "modules: {chat: {websocket: {http_config: {" + key.replace("FILE", file.toString()) + "}}}}";

        assertThatThrownBy(() -> Yaml.load(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(": " + file + ": " + problem + " (expected: a file with ")
                .hasMessageNotContaining("MARKER");
    }

    @Test
    void fileNamesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Yaml.load(withTls("ca_file: \"a\\0b\"")))
                .hasMessageContaining("is no file name (expected: a file with at least one certificate in PEM)");
    }

    private static String inline(String pem) {
        return '"' + pem.replace("\n", "\\n") + '"';
    }

    private static String withTls(String keys) {
        return "modules: {chat: {websocket: {http_config: {tls_config: {" + keys + "}}}}}";
    }
}
