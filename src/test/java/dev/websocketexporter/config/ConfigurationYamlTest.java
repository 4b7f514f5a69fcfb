package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.Dialing;
import dev.websocketexporter.probe.IpProtocol;
import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.PolicyEntry;
import dev.websocketexporter.probe.ProxySettings;
import dev.websocketexporter.probe.RequestHeader;
import dev.websocketexporter.probe.TargetPolicy;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.probe.TlsVersion;
import dev.websocketexporter.probe.UpgradeSettings;
import dev.websocketexporter.probe.Value;
import dev.websocketexporter.probe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rendered loads again to the same. */
class ConfigurationYamlTest {
    private static final int CONFIGURATIONS = 400;
    private static final List<String> TEXTS = List.of(
            "plain",
            "yes",
            "null",
            "~",
            "5",
            "1e3",
            "0x1F",
            "2026-11-21",
            "a: b",
            "a #b",
            "- a",
            "{a}",
            "*a",
            "&a",
            "!a",
            "<<",
            "it's",
            "\"q\"",
            "back\\slash",
            "%x",
            "@x",
            "`x`",
            "? x",
            "a b",
            "=",
            ".",
            "12:30:45",
            "|",
            ">-");
    private static final List<String> NAMES = List.of("bücher", "チャット", "a.b", "a b", "\uD83D\uDE00", "x".repeat(200));
    private static final List<String> TOKENS = List.of(
            "mqtt", "graphql-transport-ws", "v1.0", "~", "null", "no", "12", "#a", "!a", "*a", "&a", "`", "%", "|");
    private static final List<String> ENTRIES =
            List.of("*", "*.example.com", "192.0.2.1", "10.0.0.0/8", "fe80::/10", "::1", "no", "1a");

    @TempDir
    Path directory;

    @Test
    void anyConfigurationLoadsAgainToAnEqualOne() throws IOException, ConfigurationException {
        Path roots = Files.writeString(directory.resolve("the roots: 1.pem"), Pem.CERTIFICATE);
        Random random = new Random(6455);
        for (int i = 0; i < CONFIGURATIONS; i++) {
            Configuration configuration = anyConfiguration(random, roots);
            String yaml = ConfigurationYaml.render(configuration);

            assertThat(Yaml.load(yaml)).as(yaml).isEqualTo(new Loaded(configuration, List.of()));
            assertThat(Yaml.load(yaml).configuration().modules().keySet())
                    .containsExactlyElementsOf(configuration.modules().keySet());
        }
    }

    @Test
    void everyKeyThatHoldsIsShownAlsoByDefault() {
        String yaml = ConfigurationYaml.render(
                new Configuration(Map.of("chat", Module.withDefaults("chat")), TargetPolicy.DEFAULT));

        assertThat(yaml).isEqualTo("""
                modules:
                  chat:
                    prober: websocket
                    websocket:
                      preferred_ip_protocol: ip6
                      ip_protocol_fallback: true
                      http_config:
                        tls_config:
                          insecure_skip_verify: false
                      headers: {}
                      subprotocols: []
                      valid_status_codes:
                      - 101
                target_policy:
                  allow: []
                  deny:
                  - 169.254.0.0/16
                  - fe80::/10
                """);
    }

    @Test
    void aModuleAloneIsWhatStandsBelowItsName() {
        assertThat(ConfigurationYaml.render(Module.withDefaults("chat")))
                .startsWith("prober: websocket\nwebsocket:\n  preferred_ip_protocol: ip6\n")
                .doesNotContain("chat");
    }

    private static Configuration anyConfiguration(Random random, Path roots) {
        Map<String, Module> modules = new LinkedHashMap<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            List<String> names = random.nextBoolean() ? TEXTS : NAMES;
            String name = names.get(random.nextInt(names.size()));
            modules.put(name, anyModule(name, random, roots));
        }
        return new Configuration(
                modules,
                new TargetPolicy(
                        someOf(ENTRIES, random).stream().map(PolicyEntry::parse).toList(),
                        someOf(ENTRIES, random).stream().map(PolicyEntry::parse).toList()));
    }

    private static Module anyModule(String name, Random random, Path roots) {
        Set<Integer> codes = new TreeSet<>(Set.of(200 + random.nextInt(800)));
        random.ints(3, 104, 1_000).forEach(codes::add);
        return new Module(
                name,
                maybe(random, () -> anyDuration(random)),
                new Dialing(random.nextBoolean() ? IpProtocol.IP4 : IpProtocol.IP6, random.nextBoolean(), null),
                ProxySettings.NONE,
                new TlsSettings(
                        maybe(random, () -> new Value.InFile(roots)),
                        null,
                        null,
                        maybe(random, () -> random.nextBoolean() ? "www.example.com" : "2001:db8::1"),
                        random.nextBoolean(),
                        TlsVersion.TLS12,
                        TlsVersion.TLS13),
                new UpgradeSettings(
                        Stream.concat(Stream.of("X-Always"), someOf(TOKENS, random).stream())
                                .map(field -> new RequestHeader(field, List.of(new Value.Plain(anyOf(TEXTS, random)))))
                                .toList(),
                        maybe(random, () -> anyOf(TEXTS, random)),
                        someOf(TOKENS, random),
                        null,
                        false),
                new Verdict(codes, Verdict.TlsDemand.NONE, List.of(), false));
    }

    private static Duration anyDuration(Random random) {
        long unit = List.of(1L, 1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L)
                .get(random.nextInt(6));
        return Duration.ofNanos(
                (1 + random.nextInt(100_000)) * unit + (random.nextBoolean() ? 0 : random.nextInt(1_000)));
    }

    private static String anyOf(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static List<String> someOf(List<String> choices, Random random) {
        Set<String> some = new LinkedHashSet<>();
        random.ints(random.nextInt(4), 0, choices.size()).forEach(i -> some.add(choices.get(i)));
        return List.copyOf(some);
    }

    private static <T> @Nullable T maybe(Random random, Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
