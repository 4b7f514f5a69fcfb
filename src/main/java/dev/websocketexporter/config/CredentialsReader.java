package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the one way in which the exporter authenticates itself, out of several keys of {@code http_config}. */
final class CredentialsReader {
    /** Two of them exclude each other; the two for bearer tokens are told apart below. */
    private static final List<Key> WAYS = List.of(
            CredentialKeys.BASIC_AUTH,
            CredentialKeys.AUTHORIZATION,
            CredentialKeys.OAUTH2,
            CredentialKeys.BEARER_TOKEN,
            CredentialKeys.BEARER_TOKEN_FILE);

    private CredentialsReader() {}

    /** Which of the keys there are; empty: none. */
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
        if (!http.has(CredentialKeys.BASIC_AUTH)) {
            return List.of();
        }
        BlockReader basic = http.block(CredentialKeys.BASIC_AUTH);
        if (CredentialKeys.BASIC_AUTH.members().stream().noneMatch(basic::has)) {
            http.mistake(
                    CredentialKeys.BASIC_AUTH,
                    "has neither a user name nor a password (expected: username or username_file, and password or"
                            + " password_file)");
        }
        Value username = basic.either(CredentialKeys.USERNAME, CredentialKeys.USERNAME_FILE);
        Value password = basic.either(CredentialKeys.PASSWORD, CredentialKeys.PASSWORD_FILE);
        // Prometheus takes either as empty where it is not given.
        return List.of(new Credentials.Basic(
                username == null ? new Value.Plain("") : username,
                password == null ? new Value.Hidden(new Secret("")) : password));
    }

    private static List<Credentials> authorization(BlockReader http) {
        if (!http.has(CredentialKeys.AUTHORIZATION)) {
            return List.of();
        }
        BlockReader authorization = http.block(CredentialKeys.AUTHORIZATION);
        String scheme = authorization.orDefault(CredentialKeys.TYPE);
        Value credentials = requiredOf(authorization, CredentialKeys.CREDENTIALS, CredentialKeys.CREDENTIALS_FILE);
        return credentials == null ? List.of() : List.of(new Credentials.Authorization(scheme, credentials));
    }

    private static List<Credentials> bearer(BlockReader http) {
        return Stream.of(CredentialKeys.BEARER_TOKEN, CredentialKeys.BEARER_TOKEN_FILE)
                .flatMap(key -> Stream.ofNullable(http.optional(key)))
                .<Credentials>map(token -> new Credentials.Authorization(SchemeType.BEARER, token))
                .toList();
    }

    private static List<Credentials> oauth2(BlockReader http) {
        if (!http.has(CredentialKeys.OAUTH2)) {
            return List.of();
        }
        BlockReader oauth2 = http.block(CredentialKeys.OAUTH2);
        String id = oauth2.required(CredentialKeys.CLIENT_ID);
        Value secret = requiredOf(oauth2, CredentialKeys.CLIENT_SECRET, CredentialKeys.CLIENT_SECRET_FILE);
        URI url = oauth2.required(CredentialKeys.TOKEN_URL);
        TlsSettings tls = TlsReader.read(oauth2.block(TlsKeys.BLOCK));
        List<String> scopes = oauth2.orDefault(CredentialKeys.SCOPES);
        var parameters = oauth2.orDefault(CredentialKeys.ENDPOINT_PARAMS);
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
}
