package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import dev.websocketexporter.config.targets.FilePattern;
import dev.websocketexporter.config.targets.TargetGroup;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.Grant;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** Configurations by chance, with every key, that all could stand in a file. Every secret is what is shown of one. */
final class AnyConfiguration {
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
    private static final List<String> PROXIES = List.of(
            "http://proxy.example:3128",
            "https://<secret>@proxy.example:8443",
            "socks5://[2001:db8::1]:1080",
            "http://<secret>@192.0.2.1:80");
    private static final List<String> REGEXPS = List.of("^nginx/", "(?i)a|b", "\\d+: #x", "'\"", "~", ".*");

    private final Random random;
    private final Path certificates;
    private final Path key;
    private final AnyConversation conversations;

    /** Files named in configurations are these two. */
    AnyConfiguration(Random random, Path certificates, Path key) {
        this.random = random;
        this.certificates = certificates;
        this.key = key;
        this.conversations = new AnyConversation(random, certificates);
    }

    Configuration next() {
        Map<String, ProbeModule> modules = new LinkedHashMap<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String name = anyOf(random.nextBoolean() ? TEXTS : NAMES);
            modules.put(name, module(name));
        }
        return new Configuration(
                modules,
                new TargetPolicy(policy(), policy()),
                targets(List.copyOf(modules.keySet())),
                new AnyWatch(random, key.getParent()).next(modules));
    }

    /** In files alone: the policy may deny any target. */
    private List<TargetGroup> targets(List<String> modules) {
        List<TargetGroup> groups = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            Map<String, String> labels = new LinkedHashMap<>();
            someOf(List.of("team", "__tmp_shard", "__param_hostname", "__scrape_interval__"))
                    .forEach(name -> labels.put(name, anyOf(random.nextBoolean() ? TEXTS : NAMES)));
            groups.add(new TargetGroup(
                    List.of(), List.of(new FilePattern(key.getParent(), i + "*.yml")), anyOf(modules), labels));
        }
        return groups;
    }

    private List<PolicyEntry> policy() {
        return someOf(ENTRIES).stream().map(PolicyEntry::parse).toList();
    }

    private ProbeModule module(String name) {
        List<String> subprotocols = someOf(TOKENS);
        Credentials credentials = maybe(this::credentials);
        ProxySettings proxy = proxy();
        // Of which a warning would say that the proxy's certificate is looked up in no list.
        boolean byTls = proxy.proxy() != null && proxy.proxy().kind() == Proxy.Kind.HTTPS;
        return new ProbeModule(
                name,
                maybe(() -> duration().plusHours(1)),
                dialing(),
                proxy,
                byTls || random.nextBoolean() ? tls() : tls().withCrlCheck(),
                new UpgradeSettings(
                        headers(),
                        maybe(() -> anyOf(TEXTS)),
                        subprotocols,
                        credentials,
                        random.nextBoolean(),
                        anyOf(List.of(HttpVersion.values()))),
                verdict(!subprotocols.isEmpty() && random.nextBoolean()),
                conversations.next(),
                conversations.closing(),
                conversations.attempts(),
                params(credentials));
    }

    private List<ModuleParam> params(@Nullable Credentials credentials) {
        List<ModuleParam> all = List.of(
                new ModuleParam(ModuleParam.Kind.SUBPROTOCOL, null),
                new ModuleParam(ModuleParam.Kind.ORIGIN, null),
                new ModuleParam(ModuleParam.Kind.HOSTNAME, null),
                new ModuleParam(ModuleParam.Kind.HEADER, credentials == null ? "authorization" : "X-Tenant"));
        return all.stream().filter(param -> random.nextBoolean()).toList();
    }

    private DialSettings dialing() {
        IpProtocol preferred = random.nextBoolean() ? IpProtocol.IP4 : IpProtocol.IP6;
        return new DialSettings(
                preferred,
                random.nextBoolean(),
                maybe(() -> address(preferred == IpProtocol.IP4 ? "192.0.2.1" : "2001:db8::1")),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new InetSocketAddress(address("2001:db8::53"), 1 + random.nextInt(65_535))),
                Which.FIRST);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private ProxySettings proxy() {
        return switch (random.nextInt(3)) {
            case 0 -> ProxySettings.NONE;
            case 1 -> new ProxySettings(null, NoProxy.NONE, true, connectHeaders());
            default -> {
                Proxy proxy = parsed(anyOf(PROXIES));
                boolean socks = proxy.kind() == Proxy.Kind.SOCKS5;
                yield new ProxySettings(
                        proxy,
                        random.nextBoolean() ? NoProxy.NONE : new NoProxy("10.0.0.0/8, .internal"),
                        false,
                        socks ? List.of() : connectHeaders());
            }
        };
    }

    private static Proxy parsed(String url) {
        try {
            return Proxy.parse(url);
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    private List<RequestHeader> connectHeaders() {
        return someOf(TOKENS).stream()
                .map(name -> new RequestHeader(name, List.of(secret(), secret())))
                .toList();
    }

    private TlsSettings tls() {
        boolean client = random.nextBoolean();
        boolean inline = random.nextBoolean();
        Value certificate = inline ? new Value.Plain(Pem.CERTIFICATE) : new Value.InFile(certificates);
        TlsVersion min = anyOf(List.of(TlsVersion.TLS11, TlsVersion.TLS12));
        return new TlsSettings(
                maybe(() -> random.nextBoolean() ? new Value.Plain(Pem.CERTIFICATE) : new Value.InFile(certificates)),
                client ? certificate : null,
                client ? new Value.InFile(key) : null,
                maybe(() -> random.nextBoolean() ? "www.example.com" : "2001:db8::1"),
                random.nextBoolean(),
                min,
                anyOf(List.of(min, TlsVersion.TLS13)),
                false);
    }

    private List<RequestHeader> headers() {
        return Stream.concat(Stream.of("X-Always"), someOf(TOKENS).stream())
                .map(name -> new RequestHeader(name, headerValues()))
                .toList();
    }

    private List<Value> headerValues() {
        List<Value> values = new ArrayList<>();
        random.ints(random.nextInt(3), 0, TEXTS.size()).forEach(i -> values.add(new Value.Plain(TEXTS.get(i))));
        random.ints(random.nextInt(3)).forEach(i -> values.add(secret()));
        return values.isEmpty() ? List.of(new Value.Plain("")) : values;
    }

    private static Value secret() {
        return new Value.Hidden(new Secret(Secret.HIDDEN));
    }

    private Value secretOrFile() {
        return random.nextBoolean() ? secret() : new Value.InFile(password());
    }

    private Path password() {
        return key.resolveSibling("password");
    }

    private Credentials credentials() {
        Value username = random.nextBoolean() ? new Value.Plain("Zoë") : new Value.InFile(password());
        return switch (random.nextInt(3)) {
            case 0 -> new Credentials.Basic(username, secretOrFile());
            case 1 -> new Credentials.Authorization(anyOf(TOKENS), secretOrFile());
            default ->
                new Credentials.OAuth2(
                        anyOf(TEXTS),
                        random.nextBoolean() ? new Grant.ClientCredentials(secretOrFile()) : assertion(),
                        URI.create("https://login.example.com/token?a=b%20c"),
                        someOf(TOKENS),
                        parameters(),
                        tls(),
                        proxy());
        };
    }

    private Grant assertion() {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        someOf(TEXTS).forEach(name -> claims.put(name, anyOf(List.of("a: b", true, List.of("x"), Map.of("y", "z")))));
        return new Grant.JwtBearer(
                new Value.InFile(key.resolveSibling("rsa.pem")),
                maybe(() -> anyOf(TEXTS)),
                anyOf(List.of(Grant.Algorithm.values())),
                maybe(() -> anyOf(TEXTS)),
                maybe(() -> anyOf(TEXTS)),
                claims);
    }

    private Map<String, Secret> parameters() {
        Map<String, Secret> parameters = new LinkedHashMap<>();
        someOf(TEXTS).forEach(name -> parameters.put(name, new Secret(Secret.HIDDEN)));
        return parameters;
    }

    private SuccessCriteria verdict(boolean requireSubprotocol) {
        Set<Integer> codes = new TreeSet<>(Set.of(101));
        random.ints(3, 104, 1_000).forEach(codes::add);
        List<HeaderRule> rules = Stream.concat(rules(FailsWhen.MATCHES), rules(FailsWhen.NOT_MATCHES))
                .toList();
        return new SuccessCriteria(codes, anyOf(List.of(TlsDemand.values())), rules, requireSubprotocol);
    }

    private Stream<HeaderRule> rules(FailsWhen failure) {
        return someOf(REGEXPS).stream()
                .map(Pattern::compile)
                .map(regexp -> new HeaderRule(anyOf(TOKENS), regexp, failure, random.nextBoolean()));
    }

    private Duration duration() {
        long unit = anyOf(List.of(1L, 1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L));
        return Duration.ofNanos(
                (1 + random.nextInt(100_000)) * unit + (random.nextBoolean() ? 0 : random.nextInt(1_000)));
    }

    private <T> T anyOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private List<String> someOf(List<String> choices) {
        Set<String> some = new LinkedHashSet<>();
        random.ints(random.nextInt(4), 0, choices.size()).forEach(i -> some.add(choices.get(i)));
        return List.copyOf(some);
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
