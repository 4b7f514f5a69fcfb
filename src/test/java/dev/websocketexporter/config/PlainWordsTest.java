package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.testkit.RsaKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What loading a configuration says is meant for its author: no words of a library for its programmers. */
class PlainWordsTest {
    private static final Pattern FOR_PROGRAMMERS =
            Pattern.compile("com\\.fasterxml|org\\.yaml|snakeyaml|Exception|java\\.|javax\\."
                    + "|sun\\.|org\\.bouncycastle|while (scanning|parsing|constructing)|in 'reader'|<block|next token|scalar"
                    + "|stream|but found|but got|could not find expected|Illegal|Unexpected|dev\\.websocketexporter");

    /** These say what a user wrote, or a word of YAML that is theirs. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|such as null");

    private static final List<String> GARBAGE = List.of(
            "modules: {m: {websocket: {query_response: [{send: \"a}]}}}",
            "modules: {m: {websocket: {query_response: [{send: 'a}]}}}",
            "modules: {m: {websocket: {query_response: [{expect: \"\\d\"}]}}}",
            "modules: {m: {websocket: {query_response: [{expect: \"\\x1\"}]}}}",
            "modules: {m: {websocket: {query_response: [{expect: (}, {expect: '[a'}, {expect: 'a**'}, {expect: '(?=a)'}]}}}",
            "modules: {m: [}",
            "modules: {m: {timeout: 5s]}",
            "modules: {m: {timeout: 5s",
            "modules:\n\tm: {}\n",
            "modules:\n  m:\n \ttimeout: 5s\n",
            "modules:\n  m: {}\n n: {}\n",
            "modules:\n  m: a: b\n",
            "modules:\n  m\n  n: {}\n",
            "modules: @m\n",
            "modules: `m`\n",
            "modules: %m\n",
            "modules: *\n",
            "modules: *m\n",
            "modules: &\n",
            "modules: & m\n",
            "modules: &a &b m\n",
            "modules: &m [*m]\n",
            "modules: &m {a: *m}\n",
            "modules: !\n",
            "modules: !<\n",
            "modules: !a!b c\n",
            "modules: !!java.net.URL [http://h]\n",
            "modules: !!int word\n",
            "modules: !!binary '***'\n",
            "modules: |x\n",
            "modules: |0\n",
            "modules: > x\n  y\n",
            "modules: - a\n",
            "? a\n: b\n? - c\n",
            "%YAML 2.0\n---\nmodules: {}\n",
            "%YAML 1.1\n%YAML 1.1\n---\nmodules: {}\n",
            "%YAML x\n---\nmodules: {}\n",
            "%TAG ! a\n---\nmodules: {}\n",
            "%TAG\n",
            "--- a\n--- b\n",
            "modules: {[a]: b}\n",
            "modules: {? }\n",
            "{{{{\n",
            "[".repeat(200),
            "a: ".repeat(50),
            "modules: {m: {timeout: " + "9".repeat(5_000) + "s}}",
            "modules: {m: {websocket: {attempts: " + "9".repeat(5_000) + "}}}",
            "modules: {m: {websocket: {max_message_size: 1e999MiB}}}",
            "modules: {m: {websocket: {query_response: [{expect_json: {/a: 1e999999999}}]}}}",
            "modules: {m: {websocket: {source_ip_address: 999.1.1.1}}}",
            "target_policy: {deny: [10.0.0.0/99, ':::', '[', '*.*', 'xn--a']}\nmodules: {m: {}}",
            "modules: {m: {websocket: {http_config: {proxy_url: 'http://%zz@h', tls_config: {ca_file: \"\\0\"}}}}}",
            "modules: {m: {websocket: {http_config: {tls_config: {ca_file: ., cert_file: missing, key_file: secret}}}}}",
            "modules: {m: {websocket: {http_config: {tls_config: {ca: a, cert: b, key: c, server_name: 'a b'}}}}}");

    @TempDir
    private Path directory;

    @Test
    void noMessageIsForProgrammers() throws IOException {
        Files.writeString(directory.resolve("secret"), "guess\n");
        Files.writeString(directory.resolve("client.crt"), Pem.CERTIFICATE);
        Files.writeString(directory.resolve("client.key"), Pem.KEY);
        Files.writeString(directory.resolve("rsa.key"), RsaKeys.PEM);
        TreeSet<String> messages = new TreeSet<>();
        for (byte[] file : files()) {
            try {
                messages.addAll(Yaml.load(file, directory).warnings());
            } catch (ConfigurationException e) {
                messages.addAll(e.getMessage().lines().toList());
            }
        }

        assertThat(messages).hasSizeGreaterThan(500);
        assertThat(messages)
                .filteredOn(message -> FOR_PROGRAMMERS
                        .matcher(QUOTED.matcher(message).replaceAll(""))
                        .find())
                .isEmpty();
    }

    private static List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        DropInForms.all().forEach(form -> files.add(form.getBytes(StandardCharsets.UTF_8)));
        GARBAGE.forEach(text -> files.add(text.getBytes(StandardCharsets.UTF_8)));
        files.add(new byte[0]);
        files.add(new byte[] {(byte) 0xFF, (byte) 0xFE, 'm', 0});
        files.add("modules: {m: {origin: straße}}".getBytes(StandardCharsets.ISO_8859_1));
        files.add("modules: \0".getBytes(StandardCharsets.UTF_8));
        Random random = new Random(6455);
        String good = DropInForms.all().get(100);
        for (int i = 0; i < 3_000; i++) {
            files.add(broken(i % 2 == 0 ? good : BLOCKS, random).getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static final String BLOCKS = """
            modules:
              m: &m
                timeout: 5s
                websocket:
                  headers: {X-A: "b", X-C: 'd'}
                  query_response:
                    - expect: '^(\\w+)$'
                      send: |
                        hello ${1}
                    - expect_json: {/a: [1, true]}
              n: *m
            """;

    /** With some characters replaced by those that mean something to YAML. */
    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        String special = "{}[]:,&*!|>'\"%@`#-?\t\n \\<=~0";
        for (int i = 0; i <= random.nextInt(3); i++) {
            broken.setCharAt(random.nextInt(broken.length()), special.charAt(random.nextInt(special.length())));
        }
        return broken.toString();
    }
}
