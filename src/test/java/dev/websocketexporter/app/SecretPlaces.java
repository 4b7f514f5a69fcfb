package dev.websocketexporter.app;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every place where a secret can stand; each holds {@link #MARKER}. */
final class SecretPlaces {
    static final String MARKER = "Mk7-hush.9Qz";

    /** For proxies that our server does not speak the language of. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private SecretPlaces() {}

    /** The world that a place is in: the server that is probed, which is a proxy and a token server too. */
    record World(int port, Path directory) {
        Value inFile() {
            try {
                Path file = Files.createTempFile(directory, "secret", "");
                return new Value.InFile(Files.writeString(file, MARKER + "\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A place.
     *
     * @param name as a user would call it
     * @param onTheWire whether a server must have seen the secret, so that the row is not vacuous
     * @param pathAndQuery what is probed
     */
    record Place(String name, boolean onTheWire, String pathAndQuery, Function<World, ProbeModule> module) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Place> all() {
        return List.of(
                sent("basic_auth.password", world -> basic(new Value.Plain("joe"), hidden())),
                sent("basic_auth.password_file", world -> basic(new Value.Plain("joe"), world.inFile())),
                sent("basic_auth.username_file", world -> basic(world.inFile(), hidden())),
                sent("authorization.credentials", world -> with(new Credentials.Authorization("Token", hidden()))),
                sent(
                        "authorization.credentials_file",
                        world -> with(new Credentials.Authorization("Token", world.inFile()))),
                sent("bearer_token", world -> with(new Credentials.Authorization("Bearer", hidden()))),
                sent("oauth2.client_secret", world -> oauth(world, hidden(), Map.of())),
                sent("oauth2.client_secret_file", world -> oauth(world, world.inFile(), Map.of())),
                sent(
                        "oauth2.endpoint_params",
                        world -> oauth(world, new Value.Hidden(new Secret("x")), Map.of("k", new Secret(MARKER)))),
                sent("headers secrets", world -> header(hidden())),
                sent("headers files", world -> header(world.inFile())),
                sent("proxy_url password", world -> proxy(world, "http://joe:" + MARKER + "@")),
                sent("proxy_url username", world -> proxy(world, "http://" + MARKER + "@")),
                kept(
                        "proxy_url of a SOCKS proxy",
                        world -> proxy(world, "socks5://joe:" + MARKER + "@").withTimeout(SHORT)),
                kept(
                        "proxy_url of an https proxy",
                        world -> proxy(world, "https://joe:" + MARKER + "@").withTimeout(SHORT)),
                sent("proxy_connect_header", SecretPlaces::connectHeader),
                kept("tls_config.key", world -> key(hidden())),
                kept("tls_config.key_file", world -> key(world.inFile())),
                sent("send_file, of which the server repeats some", SecretPlaces::sendFile),
                place("query of the target", "/chat?token=" + MARKER, world -> ProbeModule.withDefaults("m")),
                place("nameless query of the target", "/chat?" + MARKER, world -> ProbeModule.withDefaults("m")),
                place(
                        "query of a Location that is followed",
                        "/moved",
                        world -> ProbeModule.withDefaults("m")
                                .with(new UpgradeSettings(List.of(), null, List.of(), null, true))),
                new Place("query of a Location that is not", false, "/moved", world -> ProbeModule.withDefaults("m")),
                new Place("Cookie of the server", false, "/cookie", world -> ProbeModule.withDefaults("m")));
    }

    private static Place sent(String name, Function<World, ProbeModule> module) {
        return place(name, "/chat", module);
    }

    private static Place place(String name, String pathAndQuery, Function<World, ProbeModule> module) {
        return new Place(name, true, pathAndQuery, module);
    }

    private static Place kept(String name, Function<World, ProbeModule> module) {
        return new Place(name, false, "/chat", module);
    }

    private static Value hidden() {
        return new Value.Hidden(new Secret(MARKER));
    }

    private static ProbeModule with(Credentials credentials) {
        return ProbeModule.withDefaults("m").with(new UpgradeSettings(List.of(), null, List.of(), credentials, false));
    }

    private static ProbeModule basic(Value username, Value password) {
        return with(new Credentials.Basic(username, password));
    }

    private static ProbeModule oauth(World world, Value secret, Map<String, Secret> parameters) {
        URI url = URI.create("http://127.0.0.1:" + world.port() + "/token");
        return with(new Credentials.OAuth2("me", secret, url, List.of("read"), parameters, TlsSettings.DEFAULT));
    }

    private static ProbeModule header(Value value) {
        RequestHeader header = new RequestHeader("X-Api-Key", List.of(value));
        return ProbeModule.withDefaults("m").with(new UpgradeSettings(List.of(header), null, List.of(), null, false));
    }

    private static ProbeModule proxy(World world, String upToTheHost) {
        return ProbeModule.withDefaults("m").with(settings(upToTheHost + "127.0.0.1:" + world.port(), List.of()));
    }

    private static ProbeModule connectHeader(World world) {
        return ProbeModule.withDefaults("m")
                .with(settings(
                        "http://127.0.0.1:" + world.port(),
                        List.of(new RequestHeader("X-Proxy-Key", List.of(hidden())))));
    }

    private static ProxySettings settings(String url, List<RequestHeader> headers) {
        try {
            return new ProxySettings(Proxy.parse(url), NoProxy.NONE, false, headers);
        } catch (InvalidTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What comes back, the secret in it, is captured for a label. */
    private static ProbeModule sendFile(World world) {
        Payload payload = new Payload.InFile(((Value.InFile) world.inFile()).path());
        StepLabel label = new StepLabel("said", Template.of("${1}", Template.Dialect.GO));
        Expectation anything = new Expectation.Matching(Pattern.compile("(?s)(.+)"));
        return ProbeModule.withDefaults("m")
                .with(Conversation.NONE.withSteps(List.of(
                        new Step(null, null, 0, payload, null, List.of()),
                        new Step(null, anything, 0, null, null, List.of(label)))));
    }

    private static ProbeModule key(Value key) {
        @Nullable Value none = null;
        return ProbeModule.withDefaults("m")
                .with(new TlsSettings(none, key, key, null, false, TlsVersion.TLS12, TlsVersion.TLS13, false));
    }
}
