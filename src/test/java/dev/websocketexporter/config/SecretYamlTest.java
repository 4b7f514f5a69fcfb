package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.yaml.TimedFiles;
import dev.websocketexporter.probe.module.TlsVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was read as a secret is shown as one: HUSH in the file does not come back in {@code /config}. */
class SecretYamlTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic_auth: {username: joe, password: HUSH}",
                "authorization: {credentials: HUSH}",
                "authorization: {type: Token, credentials: HUSH}",
                "bearer_token: HUSH",
                "oauth2: {client_id: me, client_secret: HUSH, token_url: 'http://h/'}",
                "oauth2: {client_id: me, client_secret: x, token_url: 'http://h/', endpoint_params: {k: HUSH}}",
                "proxy_url: 'http://joe:HUSH@proxy:1'",
                "proxy_url: 'socks5://HUSH@proxy:1'",
                "{proxy_url: 'http://proxy:1', proxy_connect_header: {X-Key: [HUSH]}}",
                "http_headers: {X-Key: {secrets: [HUSH]}}",
            })
    void configurationShowsNoSecret(String httpConfig) throws Exception {
        Path file = Files.writeString(
                directory.resolve("config.yml"),
                "modules:\n  m:\n    websocket:\n      http_config:\n        " + httpConfig + "\n");

        Configuration configuration = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class))
                .read(new TimedFiles(TimedFiles.AT_MOST))
                .load()
                .configuration();

        assertThat(configuration.toString()).doesNotContain("HUSH");
        assertThat(ConfigurationYaml.render(configuration))
                .doesNotContain("HUSH")
                .contains("<secret>");
    }
}
