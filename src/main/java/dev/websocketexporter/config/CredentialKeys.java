package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Block;
import dev.websocketexporter.config.ListType.Rule;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The keys of {@code http_config} by which the exporter authenticates itself. */
final class CredentialKeys {
    private static final String ONE_LINE = "one line of text";
    private static final String ONE_LINE_FILE = "a file with one line of text";

    // basic_auth
    static final Key.Value<Value> USERNAME = Key.withoutDefault(
            "username", TextType.shown("a name without a colon", TextCheck.USERNAME), "The user's name.");
    static final Key.Value<Value> USERNAME_FILE = Key.withoutDefault(
            "username_file",
            FileType.line("a file with a name without a colon", TextCheck.USERNAME),
            "A file with the user's name.");
    static final Key.Value<Value> PASSWORD =
            Key.withoutDefault("password", TextType.secret(ONE_LINE, TextCheck.LOGIN), "The password; a secret.");
    static final Key.Value<Value> PASSWORD_FILE = Key.withoutDefault(
            "password_file", FileType.line(ONE_LINE_FILE, TextCheck.LOGIN), "A file with the password.");
    static final Block BASIC_AUTH = new Block(
            "basic_auth",
            "A user name and a password, sent as HTTP Basic.",
            List.of(USERNAME, USERNAME_FILE, PASSWORD, PASSWORD_FILE));

    // authorization
    static final Key.Value<String> TYPE = new Key.Value<>(
            "type", SchemeType.INSTANCE, SchemeType.BEARER, "The scheme of the field Authorization, but not Basic.");
    static final Key.Value<Value> CREDENTIALS = Key.withoutDefault(
            "credentials", TextType.secret(ONE_LINE, TextCheck.HEADER_LINE), "What follows the scheme; a secret.");
    static final Key.Value<Value> CREDENTIALS_FILE = Key.withoutDefault(
            "credentials_file",
            FileType.line(ONE_LINE_FILE, TextCheck.HEADER_LINE),
            "A file with what follows the scheme.");
    static final Block AUTHORIZATION = new Block(
            "authorization", "The field Authorization as it stands.", List.of(TYPE, CREDENTIALS, CREDENTIALS_FILE));

    static final Key.Value<Value> BEARER_TOKEN = Key.withoutDefault(
            "bearer_token",
            TextType.secret(ONE_LINE, TextCheck.HEADER_LINE),
            "Short for authorization with the type Bearer; a secret.");
    static final Key.Value<Value> BEARER_TOKEN_FILE = Key.withoutDefault(
            "bearer_token_file",
            FileType.line(ONE_LINE_FILE, TextCheck.HEADER_LINE),
            "Short for authorization with the type Bearer, from a file.");

    // oauth2
    static final Key.Value<String> CLIENT_ID = Key.withoutDefault(
            "client_id", new LineType(ONE_LINE, TextCheck.ONE_LINE), "The client's name at the token's server.");
    static final Key.Value<Value> CLIENT_SECRET =
            Key.withoutDefault("client_secret", TextType.secret(ONE_LINE, TextCheck.ONE_LINE), "The client's secret.");
    static final Key.Value<Value> CLIENT_SECRET_FILE = Key.withoutDefault(
            "client_secret_file", FileType.line(ONE_LINE_FILE, TextCheck.ONE_LINE), "A file with the client's secret.");
    static final Key.Value<URI> TOKEN_URL =
            Key.withoutDefault("token_url", TokenUrlType.INSTANCE, "Where the token is fetched, with POST.");
    static final Key.Value<List<String>> SCOPES = new Key.Value<>(
            "scopes", ListType.of(ScopeType.INSTANCE, Rule.NO_REPETITION), List.of(), "The scopes asked for.");
    static final Key.Value<Map<String, Secret>> ENDPOINT_PARAMS = new Key.Value<>(
            "endpoint_params",
            ParametersType.INSTANCE,
            Map.of(),
            "Further parameters of the token request, such as audience; secrets.");
    static final Block OAUTH2 = new Block(
            "oauth2",
            "A token by OAuth 2 client credentials: fetched within the probe's time, kept until it expires.",
            List.of(CLIENT_ID, CLIENT_SECRET, CLIENT_SECRET_FILE, TOKEN_URL, SCOPES, ENDPOINT_PARAMS, TlsKeys.BLOCK));

    private CredentialKeys() {}
}
