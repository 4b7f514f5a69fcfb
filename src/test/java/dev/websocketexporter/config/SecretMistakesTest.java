package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.module.TlsVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret that is mistyped is still one: HUSH in the file must not come back in a message. */
class SecretMistakesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic_auth: {username: joe, password: [HUSH]}",
                "basic_auth: {username: joe, password: {x: HUSH}}",
                "basic_auth: {username: joe, password: *HUSH}",
                "basic_auth: {username: joe, password: @HUSH}",
                "basic_auth: {username: joe, password: `HUSH}",
                "basic_auth: {username: joe, password: %HUSH}",
                "basic_auth: {username: joe, password: !HUSH x}",
                "basic_auth: {username: joe, password: !!HUSH x}",
                "basic_auth: {username: joe, password: \"HUSH\\qHUSH\"}",
                "basic_auth: {username: joe, password: \"HUSH}",
                "basic_auth: {username: joe, password: 'HUSH' HUSH}",
                "basic_auth: {username: joe, password: HUSH, password_file: x}",
                "basic_auth: {username: joe, pasword: HUSH}",
                "basic_auth: {username: joe, password: &HUSH }",
                "basic_auth: HUSH",
                "bearer_token: [HUSH]",
                "bearer_token: {HUSH: HUSH}",
                "bearer_token: &a [HUSH, *b]",
                "bearer_tokn: HUSH",
                "authorization: {type: Basic, credentials: HUSH}",
                "authorization: {credentials: HUSH, credentials_file: x}",
                "authorization: HUSH",
                "oauth2: {client_id: me, client_secret: [HUSH], token_url: 'http://h/'}",
                "oauth2: {client_id: me, client_secret: HUSH, token_url: 'ftp://h/'}",
                "oauth2: {client_id: me, client_secret: x, token_url: 'http://joe:HUSH@h/'}",
                "oauth2: {client_id: me, client_secret: x, token_url: 'http://h/', endpoint_params: [HUSH]}",
                "oauth2: {client_id: me, client_secret: x, token_url: 'http://h/', endpoint_params: {k: [HUSH]}}",
                "tls_config: {key: HUSH, key_file: x}",
                "tls_config: {cert: HUSH, key: HUSH}",
                "tls_config: {cert_file: nowhere, key: [HUSH]}",
                "proxy_url: 'ftp://joe:HUSH@proxy:1'",
                "proxy_url: 'joe:HUSH@proxy:1'",
                "proxy_url: 'http://joe:HUSH@proxy:99999'",
                "proxy_url: 'http://joe:HUSH@pro xy:1'",
                "proxy_url: 'http://joe:HUSH/x@proxy:1'",
                "proxy_url: 'http://joe:HUSH%zz@proxy:1'",
                "proxy_url: 'http://joe:HUSH'",
                "proxy_url: ['http://joe:HUSH@proxy:1']",
                "proxy_connect_header: {X-Key: HUSH}",
                "proxy_connect_header: {X-Key: [[HUSH]]}",
                "proxy_connect_header: HUSH",
                "http_headers: {X-Key: {secrets: HUSH}}",
                "http_headers: {X-Key: {secrets: [[HUSH]]}}",
                "http_headers: {X-Key: {secret: [HUSH]}}",
                "http_headers: {X-Key: {secrets: [\"a\\nHUSH\"]}}",
            })
    void noMistakeRepeatsASecret(String httpConfig) throws Exception {
        Path file = Files.writeString(
                directory.resolve("config.yml"),
                "modules:\n  m:\n    websocket:\n      http_config:\n        " + httpConfig + "\n");

        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class))
                        .read(new TimedFiles(TimedFiles.AT_MOST))
                        .load());

        assertThat(refused.mistakes())
                .isNotEmpty()
                .noneMatch(mistake -> mistake.toString().contains("HUSH"));
    }
}
