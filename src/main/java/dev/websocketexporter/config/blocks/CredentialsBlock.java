package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.CredentialTypes;
import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of {@code http_config} by which the exporter authenticates itself; at most one of them is used. */
final class CredentialsBlock {
    private static final String ONE_LINE = "one line of text";
    private static final String NOTHING = "is empty, so that no credentials are sent";
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
            List.of(
                    USERNAME,
                    USERNAME_FILE,
                    Key.reference("username_ref", "username or username_file"),
                    PASSWORD,
                    PASSWORD_FILE,
                    Key.reference("password_ref", "password or password_file")));

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
            List.of(
                    TYPE,
                    CREDENTIALS,
                    CREDENTIALS_FILE,
                    Key.reference("credentials_ref", "credentials or credentials_file")));

    static final Key.Value<Value> BEARER_TOKEN = Key.withoutDefault(
            "bearer_token",
            TextTypes.secret(ONE_LINE, HttpTypes.HEADER_LINE),
            "Short for authorization with the type Bearer; a secret.");
    static final Key.Value<Value> BEARER_TOKEN_FILE = Key.withoutDefault(
            "bearer_token_file",
            FileTypes.line(ONE_LINE_FILE, HttpTypes.HEADER_LINE),
            "Short for authorization with the type Bearer, from a file.");

    /** Two of them exclude each other; the two for bearer tokens are read apart. */
    private static final List<Key> WAYS =
            List.of(BASIC_AUTH, AUTHORIZATION, OAuth2Block.BLOCK, BEARER_TOKEN, BEARER_TOKEN_FILE);

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
            http.warning(BASIC_AUTH, NOTHING);
            return List.of();
        }
        Value username = basic.either(USERNAME, USERNAME_FILE);
        Value password = basic.either(PASSWORD, PASSWORD_FILE);
        if (password == null && basic.isWritten(PASSWORD)) {
            basic.warning(PASSWORD, "has no value, so that an empty password is sent");
        }
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
        if (AUTHORIZATION.members().stream().noneMatch(authorization::has)) {
            http.warning(AUTHORIZATION, NOTHING);
            return List.of();
        }
        String scheme = authorization.orDefault(TYPE);
        Value credentials = authorization.requiredOf(CREDENTIALS, CREDENTIALS_FILE);
        return credentials == null ? List.of() : List.of(new Credentials.Authorization(scheme, credentials));
    }

    private static List<Credentials> bearer(BlockReader http) {
        return Stream.of(BEARER_TOKEN, BEARER_TOKEN_FILE)
                .flatMap(key -> Stream.ofNullable(http.optional(key)))
                .<Credentials>map(token -> new Credentials.Authorization(CredentialTypes.BEARER, token))
                .toList();
    }

    private static List<Credentials> oauth2(BlockReader http) {
        if (!http.has(OAuth2Block.BLOCK)) {
            return List.of();
        }
        Credentials.OAuth2 read = OAuth2Block.read(http.block(OAuth2Block.BLOCK));
        return read == null ? List.of() : List.of(read);
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
            http.put(OAuth2Block.BLOCK, OAuth2Block.write(oauth2));
        }
    }
}
