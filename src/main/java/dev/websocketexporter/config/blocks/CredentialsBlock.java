package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.CredentialTypes;
import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of {@code http_config} by which the exporter authenticates itself; at most one of them is used. */
final class CredentialsBlock {
    private static final String ONE_LINE = "one line of text";
    private static final String ONE_LINE_FILE = "a file with one line of text";

    // basic_auth
    static final Key.Value<Value> USERNAME = Key.withoutDefault(
            "username", TextTypes.shown("a name without a colon", TextCheck.USERNAME), "The user's name.");
    static final Key.Value<Value> USERNAME_FILE = Key.withoutDefault(
            "username_file",
            FileTypes.line("a file with a name without a colon", TextCheck.USERNAME),
            "A file with the user's name.");
    static final Key.Value<Value> PASSWORD =
            Key.withoutDefault("password", TextTypes.secret(ONE_LINE, TextCheck.LOGIN), "The password; a secret.");
    static final Key.Value<Value> PASSWORD_FILE = Key.withoutDefault(
            "password_file", FileTypes.line(ONE_LINE_FILE, TextCheck.LOGIN), "A file with the password.");
    static final Key.Block BASIC_AUTH = new Key.Block(
            "basic_auth",
            "A user name and a password, sent as HTTP Basic.",
            List.of(USERNAME, USERNAME_FILE, PASSWORD, PASSWORD_FILE));

    // authorization
    static final Key.Value<String> TYPE = new Key.Value<>(
            "type",
            CredentialTypes.SCHEME,
            CredentialTypes.BEARER,
            "The scheme of the field Authorization, but not Basic.");
    static final Key.Value<Value> CREDENTIALS = Key.withoutDefault(
            "credentials", TextTypes.secret(ONE_LINE, HttpTypes.HEADER_LINE), "What follows the scheme; a secret.");
    static final Key.Value<Value> CREDENTIALS_FILE = Key.withoutDefault(
            "credentials_file",
            FileTypes.line(ONE_LINE_FILE, HttpTypes.HEADER_LINE),
            "A file with what follows the scheme.");
    static final Key.Block AUTHORIZATION = new Key.Block(
            "authorization",
            "The value of the field Authorization, sent as it is.",
            List.of(TYPE, CREDENTIALS, CREDENTIALS_FILE));

    static final Key.Value<Value> BEARER_TOKEN = Key.withoutDefault(
            "bearer_token",
            TextTypes.secret(ONE_LINE, HttpTypes.HEADER_LINE),
            "Short for authorization with the type Bearer; a secret.");
    static final Key.Value<Value> BEARER_TOKEN_FILE = Key.withoutDefault(
            "bearer_token_file",
            FileTypes.line(ONE_LINE_FILE, HttpTypes.HEADER_LINE),
            "Short for authorization with the type Bearer, from a file.");

    // oauth2
    static final Key.Value<String> CLIENT_ID = Key.withoutDefault(
            "client_id", TextTypes.line(ONE_LINE, TextCheck.ONE_LINE), "The client's name at the token's server.");
    static final Key.Value<Value> CLIENT_SECRET =
            Key.withoutDefault("client_secret", TextTypes.secret(ONE_LINE, TextCheck.ONE_LINE), "The client's secret.");
    static final Key.Value<Value> CLIENT_SECRET_FILE = Key.withoutDefault(
            "client_secret_file",
            FileTypes.line(ONE_LINE_FILE, TextCheck.ONE_LINE),
            "A file with the client's secret.");
    static final Key.Value<URI> TOKEN_URL =
            Key.withoutDefault("token_url", CredentialTypes.TOKEN_URL, "Where the token is fetched, with POST.");
    static final Key.Value<List<String>> SCOPES = new Key.Value<>(
            "scopes", ListType.of(CredentialTypes.SCOPE, Rule.NO_REPETITION), List.of(), "The scopes asked for.");
    static final Key.Value<Map<String, Secret>> ENDPOINT_PARAMS = new Key.Value<>(
            "endpoint_params",
            CredentialTypes.PARAMETERS,
            Map.of(),
            "Further parameters of the token request, such as audience; secrets.");
    static final Key.Block OAUTH2 = new Key.Block(
            "oauth2",
            "A token by OAuth 2 client credentials: fetched within the probe's time, kept until it expires.",
            List.of(CLIENT_ID, CLIENT_SECRET, CLIENT_SECRET_FILE, TOKEN_URL, SCOPES, ENDPOINT_PARAMS, TlsBlock.BLOCK));

    /** Two of them exclude each other; the two for bearer tokens are read apart. */
    private static final List<Key> WAYS = List.of(BASIC_AUTH, AUTHORIZATION, OAUTH2, BEARER_TOKEN, BEARER_TOKEN_FILE);

    private CredentialsBlock() {}

    /** The names of the keys that are there; empty: none. */
    static List<String> keysIn(BlockReader http) {
        return WAYS.stream().filter(http::has).map(Key::name).toList();
    }

    static @Nullable Credentials read(BlockReader http) {
        WAYS.stream()
                .filter(http::has)
                .skip(1)
                .forEach(key -> http.excludes(key, keysIn(http).get(0)));
        List<Credentials> read = Stream.of(basic(http), authorization(http), oauth2(http), bearer(http))
                .flatMap(List::stream)
                .toList();
        return read.isEmpty() ? null : read.get(0);
    }

    private static List<Credentials> basic(BlockReader http) {
        if (!http.has(BASIC_AUTH)) {
            return List.of();
        }
        BlockReader basic = http.block(BASIC_AUTH);
        if (BASIC_AUTH.members().stream().noneMatch(basic::has)) {
            http.mistake(
                    BASIC_AUTH,
                    "has neither a user name nor a password (expected: username or username_file, and password or"
                            + " password_file)");
        }
        Value username = basic.either(USERNAME, USERNAME_FILE);
        Value password = basic.either(PASSWORD, PASSWORD_FILE);
        // As in Prometheus, either is empty if it is not given.
        return List.of(new Credentials.Basic(
                username == null ? new Value.Plain("") : username,
                password == null ? new Value.Hidden(new Secret("")) : password));
    }

    private static List<Credentials> authorization(BlockReader http) {
        if (!http.has(AUTHORIZATION)) {
            return List.of();
        }
        BlockReader authorization = http.block(AUTHORIZATION);
        String scheme = authorization.orDefault(TYPE);
        Value credentials = requiredOf(authorization, CREDENTIALS, CREDENTIALS_FILE);
        return credentials == null ? List.of() : List.of(new Credentials.Authorization(scheme, credentials));
    }

    private static List<Credentials> bearer(BlockReader http) {
        return Stream.of(BEARER_TOKEN, BEARER_TOKEN_FILE)
                .flatMap(key -> Stream.ofNullable(http.optional(key)))
                .<Credentials>map(token -> new Credentials.Authorization(CredentialTypes.BEARER, token))
                .toList();
    }

    private static List<Credentials> oauth2(BlockReader http) {
        if (!http.has(OAUTH2)) {
            return List.of();
        }
        BlockReader oauth2 = http.block(OAUTH2);
        String id = oauth2.required(CLIENT_ID);
        Value secret = requiredOf(oauth2, CLIENT_SECRET, CLIENT_SECRET_FILE);
        URI url = oauth2.required(TOKEN_URL);
        TlsSettings tls = TlsBlock.read(oauth2.block(TlsBlock.BLOCK));
        List<String> scopes = oauth2.orDefault(SCOPES);
        var parameters = oauth2.orDefault(ENDPOINT_PARAMS);
        return id == null || secret == null || url == null
                ? List.of()
                : List.of(new Credentials.OAuth2(id, secret, url, scopes, parameters, tls));
    }

    private static @Nullable Value requiredOf(BlockReader fields, Key.Value<Value> inline, Key.Value<Value> file) {
        if (!fields.has(inline) && !fields.has(file)) {
            fields.missing(inline, inline.name() + " or " + file.name());
        }
        return fields.either(inline, file);
    }

    static void write(@Nullable Credentials credentials, YamlSection http) {
        YamlSection section = new YamlSection();
        if (credentials instanceof Credentials.Basic basic) {
            section.put(USERNAME, USERNAME_FILE, basic.username());
            section.put(PASSWORD, PASSWORD_FILE, basic.password());
            http.put(BASIC_AUTH, section);
        } else if (credentials instanceof Credentials.Authorization authorization) {
            section.put(TYPE, authorization.scheme());
            section.put(CREDENTIALS, CREDENTIALS_FILE, authorization.credentials());
            http.put(AUTHORIZATION, section);
        } else if (credentials instanceof Credentials.OAuth2 oauth2) {
            section.put(CLIENT_ID, oauth2.clientId());
            section.put(CLIENT_SECRET, CLIENT_SECRET_FILE, oauth2.clientSecret());
            section.put(TOKEN_URL, oauth2.tokenUrl());
            section.put(SCOPES, oauth2.scopes());
            section.put(ENDPOINT_PARAMS, oauth2.endpointParams());
            section.put(TlsBlock.BLOCK, TlsBlock.write(oauth2.tls()));
            http.put(OAUTH2, section);
        }
    }
}
