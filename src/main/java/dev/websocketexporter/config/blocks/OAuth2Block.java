package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.CredentialTypes;
import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.types.GrantTypes;
import dev.websocketexporter.config.types.JsonTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.Grant;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code oauth2}: every key that Prometheus' has. */
final class OAuth2Block {
    private static final String ONE_LINE = "one line of text";

    private static final Key.Value<String> CLIENT_ID = Key.withoutDefault(
            "client_id", TextTypes.line(ONE_LINE, TextCheck.ONE_LINE), "The client's name at the token's server.");
    private static final Key.Value<Value> CLIENT_SECRET =
            Key.withoutDefault("client_secret", TextTypes.secret(ONE_LINE, TextCheck.ONE_LINE), "The client's secret.");
    private static final Key.Value<Value> CLIENT_SECRET_FILE = Key.withoutDefault(
            "client_secret_file",
            FileTypes.line("a file with one line of text", TextCheck.ONE_LINE),
            "A file with the client's secret.");
    private static final Key.Value<String> GRANT_TYPE = new Key.Value<>(
            "grant_type",
            GrantTypes.GRANT_TYPE,
            GrantTypes.CLIENT_CREDENTIALS,
            "How the client shows who it is: by its secret (RFC 6749 §4.4), or by a signed assertion (RFC 7523 §2.1).");
    private static final Key.Value<Value> ASSERTION_KEY = Key.withoutDefault(
            "client_certificate_key",
            TextTypes.secret("a private RSA key in PEM, not encrypted", GrantTypes::rsaKey),
            "The key that signs the assertion; a secret.");
    private static final Key.Value<Value> ASSERTION_KEY_FILE = Key.withoutDefault(
            "client_certificate_key_file",
            FileTypes.pem("a file with a private RSA key in PEM, not encrypted", GrantTypes::rsaKey),
            "A file with the key that signs the assertion.");
    private static final Key.Value<String> ASSERTION_KEY_ID = Key.withoutDefault(
            "client_certificate_key_id",
            TextTypes.line(ONE_LINE, TextCheck.ONE_LINE),
            "The name of that key at the token's server, sent as kid.");
    private static final Key.Value<Grant.Algorithm> SIGNATURE_ALGORITHM = new Key.Value<>(
            "signature_algorithm",
            GrantTypes.SIGNATURE_ALGORITHM,
            Grant.Algorithm.RS256,
            "How the assertion is signed (RFC 7518 §3.3).");
    private static final Key.Value<String> ISS = Key.withoutDefault(
            "iss", TextTypes.line(ONE_LINE, TextCheck.ONE_LINE), "Who issues the assertion; without it, client_id.");
    private static final Key.Value<String> AUDIENCE = Key.withoutDefault(
            "audience",
            TextTypes.line(ONE_LINE, TextCheck.ONE_LINE),
            "Whom the assertion is for; without it, token_url.");
    private static final Key.Value<Map<String, @Nullable Object>> CLAIMS = new Key.Value<>(
            "claims",
            JsonTypes.OBJECT,
            Map.of(),
            "Further claims of the assertion; one such as exp takes the place of the exporter's.");
    private static final Key.Value<URI> TOKEN_URL =
            Key.withoutDefault("token_url", CredentialTypes.TOKEN_URL, "Where the token is fetched, with POST.");
    private static final Key.Value<List<String>> SCOPES = new Key.Value<>(
            "scopes",
            ListType.of(CredentialTypes.SCOPE, Rule.NO_REPETITION, Rule.SKIP_ABSENT),
            List.of(),
            "The scopes asked for.");
    private static final Key.Value<Map<String, Secret>> ENDPOINT_PARAMS = new Key.Value<>(
            "endpoint_params",
            CredentialTypes.PARAMETERS,
            Map.of(),
            "Further parameters of the token request, such as audience; secrets.");

    private static final List<Key.Value<?>> OF_THE_ASSERTION =
            List.of(ASSERTION_KEY, ASSERTION_KEY_FILE, ASSERTION_KEY_ID, SIGNATURE_ALGORITHM, ISS, AUDIENCE, CLAIMS);

    static final Key.Block BLOCK = new Key.Block(
            "oauth2",
            "A token by OAuth 2: fetched within the probe's time, kept until it expires.",
            Stream.of(
                            List.of(
                                    CLIENT_ID,
                                    CLIENT_SECRET,
                                    CLIENT_SECRET_FILE,
                                    Key.reference("client_secret_ref", "client_secret or client_secret_file"),
                                    GRANT_TYPE),
                            OF_THE_ASSERTION,
                            List.of(
                                    Key.reference(
                                            "client_certificate_key_ref",
                                            "client_certificate_key or client_certificate_key_file"),
                                    TOKEN_URL,
                                    SCOPES,
                                    ENDPOINT_PARAMS,
                                    TlsBlock.BLOCK),
                            ProxyBlock.ALL)
                    .<Key>flatMap(List::stream)
                    .toList());

    private OAuth2Block() {}

    static @Nullable OAuth2 read(BlockReader oauth2) {
        String id = oauth2.required(CLIENT_ID);
        Grant grant = oauth2.orDefault(GRANT_TYPE).equals(GrantTypes.JWT_BEARER)
                ? assertion(oauth2)
                : clientCredentials(oauth2);
        URI url = oauth2.required(TOKEN_URL);
        TlsSettings tls = TlsBlock.readForTokenServer(oauth2.block(TlsBlock.BLOCK));
        List<String> scopes = oauth2.orDefault(SCOPES);
        var parameters = oauth2.orDefault(ENDPOINT_PARAMS);
        var proxy = ProxyBlock.read(oauth2);
        return id == null || grant == null || url == null
                ? null
                : new OAuth2(id, grant, url, scopes, parameters, tls, proxy);
    }

    private static @Nullable Grant clientCredentials(BlockReader oauth2) {
        OF_THE_ASSERTION.forEach(key -> warnOfOtherGrant(oauth2, key));
        Value secret = oauth2.requiredOf(CLIENT_SECRET, CLIENT_SECRET_FILE);
        return secret == null ? null : new Grant.ClientCredentials(secret);
    }

    private static @Nullable Grant assertion(BlockReader oauth2) {
        List.of(CLIENT_SECRET, CLIENT_SECRET_FILE).forEach(key -> warnOfOtherGrant(oauth2, key));
        Value key = oauth2.requiredOf(ASSERTION_KEY, ASSERTION_KEY_FILE);
        Grant.Algorithm algorithm = oauth2.orDefault(SIGNATURE_ALGORITHM);
        Map<String, @Nullable Object> claims = oauth2.orDefault(CLAIMS);
        String keyId = oauth2.optional(ASSERTION_KEY_ID);
        String issuer = oauth2.optional(ISS);
        String audience = oauth2.optional(AUDIENCE);
        return key == null ? null : new Grant.JwtBearer(key, keyId, algorithm, issuer, audience, claims);
    }

    /** Prometheus accepts the keys of both grants side by side, and uses those of one. */
    private static <T> void warnOfOtherGrant(BlockReader oauth2, Key.Value<T> key) {
        if (oauth2.has(key)) {
            T unused = oauth2.optional(key);
            oauth2.warning(key, "ignored: it belongs to another grant_type");
        }
    }

    static YamlSection write(OAuth2 oauth2) {
        YamlSection section = new YamlSection();
        section.put(CLIENT_ID, oauth2.clientId());
        if (oauth2.grant() instanceof Grant.ClientCredentials client) {
            section.put(CLIENT_SECRET, CLIENT_SECRET_FILE, client.secret());
        } else if (oauth2.grant() instanceof Grant.JwtBearer jwt) {
            section.put(GRANT_TYPE, GrantTypes.JWT_BEARER);
            section.put(ASSERTION_KEY, ASSERTION_KEY_FILE, jwt.key());
            section.put(ASSERTION_KEY_ID, jwt.keyId());
            section.put(SIGNATURE_ALGORITHM, jwt.algorithm());
            section.put(ISS, jwt.issuer());
            section.put(AUDIENCE, jwt.audience());
            section.put(CLAIMS, jwt.claims());
        }
        section.put(TOKEN_URL, oauth2.tokenUrl());
        section.put(SCOPES, oauth2.scopes());
        section.put(ENDPOINT_PARAMS, oauth2.endpointParams());
        section.put(TlsBlock.BLOCK, TlsBlock.write(oauth2.tls()));
        ProxyBlock.write(oauth2.proxy(), section);
        return section;
    }
}
