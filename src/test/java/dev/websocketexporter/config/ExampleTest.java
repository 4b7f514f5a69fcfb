package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file {@code config.example.yml}, from which people copy. */
class ExampleTest {
    private static final Path EXAMPLE = Path.of("config.example.yml");

    @TempDir
    Path directory;

    @Test
    void loadsAsItIs() throws ConfigurationException {
        Loaded loaded = new ConfigurationSource(EXAMPLE, Yaml.TLS_VERSIONS).load();

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.configuration().modules()).containsKeys("websocket", "chat");
        assertThat(loaded.configuration().targetPolicy()).isEqualTo(TargetPolicy.DEFAULT);
    }

    @Test
    void hasEveryKeyThatWorks() throws IOException {
        String example = Files.readString(EXAMPLE);
        List<String> keys = ConfigKeys.places().stream()
                .filter(place -> place.key().status() == Key.Status.BUILT)
                .map(place -> place.key().name())
                .filter(name -> !name.equals(Key.NAME) && !name.equals(Key.ENTRY))
                .toList();

        assertThat(keys).hasSizeGreaterThan(60);
        for (String key : keys) {
            assertThat(example).containsPattern("(?m)(^ *#?(- )?|[{,] ?)" + key + ":");
        }
    }

    @Test
    void loadsWithEverythingThatIsCommentedOutToo() throws ConfigurationException, IOException {
        String everything = Files.readString(EXAMPLE)
                .replaceAll("(?m)^( *)#(?! )", "$1")
                .replace(": CERTIFICATE", ": \"" + Pem.CERTIFICATE.replace("\n", "\\n") + '"')
                .replace(": KEY", ": \"" + Pem.KEY.replace("\n", "\\n") + '"')
                .replace(": RSA_KEY", ": \"" + rsaKey().replace("\n", "\\n") + '"')
                .replace("/run/secrets/signing.key", file("signing.key", rsaKey()))
                .replace("/etc/ssl/certs/ca-certificates.crt", file("roots.pem", Pem.CERTIFICATE))
                .replace("/run/secrets/client.crt", file("client.crt", Pem.CERTIFICATE))
                .replace("/run/secrets/client.key", file("client.key", Pem.KEY))
                .replaceAll("/run/secrets/[a-z]+", file("secret", "guess\n"));

        Loaded loaded = Yaml.load(everything);

        Map<String, ProbeModule> modules = loaded.configuration().modules();
        Value.InFile secret = new Value.InFile(directory.resolve("secret"));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(modules.get("chat").tls().ca()).isEqualTo(new Value.InFile(directory.resolve("roots.pem")));
        assertThat(modules.get("chat").tls().serverName()).isEqualTo("chat.example.com");
        assertThat(modules.get("basic_auth_from_files").upgrade().credentials())
                .isEqualTo(new Credentials.Basic(secret, secret));
        assertThat(modules.get("basic_auth_from_files").tls().key()).isInstanceOf(Value.Hidden.class);
        assertThat(modules.values())
                .filteredOn(module -> module.upgrade().credentials() != null)
                .hasSize(12);
    }

    private static String rsaKey() {
        return Pem.pem("PRIVATE KEY", KeyKind.RSA_2048.generate().getPrivate().getEncoded());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
