package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of credentials: schemes, and what a request for an OAuth 2 token needs. */
public final class CredentialTypes {
    /** RFC 6750. */
    public static final String BEARER = "Bearer";

    /** The scheme of a field Authorization, except Basic. */
    public static final ValueType<String> SCHEME = new SchemeType();
    /** A scope of OAuth 2. */
    public static final ValueType<String> SCOPE = new ScopeType();
    /** The URL of a token endpoint. */
    public static final ValueType<URI> TOKEN_URL = new TokenUrlType();
    /** Parameters of a token request; their values are secrets. */
    public static final ValueType<Map<String, Secret>> PARAMETERS = new ParametersType();

    private CredentialTypes() {}

    /** The scheme of a field Authorization (RFC 9110 §11.1: a token). */
    private static final class SchemeType extends ScalarType<String> {
        private SchemeType() {
            super("a scheme such as Bearer", EmptyText.ABSENT);
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String scheme = scalar.text().strip();
            if (scheme.equalsIgnoreCase("basic")) {
                throw BadValueException.withHint("is Basic", "expected: a user name and a password in basic_auth");
            }
            if (!HttpTypes.isToken(scheme)) {
                throw new BadValueException("is no scheme");
            }
            return scheme;
        }
    }

    /** A scope (RFC 6749 §3.3: printable ASCII without quote and backslash), or several of them with blanks between. */
    private static final class ScopeType extends ScalarType<String> {
        private static final Pattern SCOPES = Pattern.compile("[!#-\\[\\]-~]+(?: [!#-\\[\\]-~]+)*+");

        private ScopeType() {
            super("a scope such as chat.read, or several with a blank between them", EmptyText.ABSENT);
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String scope = scalar.text();
            if (!SCOPES.matcher(scope).matches()) {
                throw new BadValueException(Printable.quoted(scope) + " is no scope");
            }
            return scope;
        }
    }

    /** Where an OAuth 2 token is fetched. It is shown, and so it may hold no password. */
    private static final class TokenUrlType extends ScalarType<URI> {
        private TokenUrlType() {
            super("an http or https URL such as https://login.example.com/oauth2/token", EmptyText.ABSENT);
        }

        @Override
        protected URI parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            URI url;
            try {
                url = new URI(scalar.text());
            } catch (URISyntaxException e) {
                throw new BadValueException("is no URL", e);
            }
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new BadValueException("is no http or https URL");
            }
            if (url.getRawUserInfo() != null
                    || String.valueOf(url.getRawAuthority()).indexOf('@') >= 0) {
                throw BadValueException.withHint(
                        "has user info", "expected: the credentials in client_id and client_secret");
            }
            if (url.getRawFragment() != null) {
                throw BadValueException.withHint("has a fragment", "expected: nothing from # on");
            }
            if (url.getRawAuthority() == null || url.getPort() == 0 || url.getPort() > 65_535) {
                throw new BadValueException("has no host, or a port that is none");
            }
            checkReachable(scalar.text());
            return url;
        }

        /** The fetch goes the way of a probe, so that what is no target cannot be fetched from. */
        private static void checkReachable(String url) throws BadValueException {
            try {
                Target unused = Target.parse(url);
            } catch (InvalidTargetException e) {
                // Its words are about a target; they have nothing of the query, which may hold a secret.
                String message = String.valueOf(e.getMessage()).replaceFirst("^target ", "");
                int hint = message.indexOf(" (expected: ");
                throw hint < 0
                        ? new BadValueException(message, e)
                        : BadValueException.withHint(
                                message.substring(0, hint), message.substring(hint + 2, message.length() - 1));
            }
        }
    }

    /** Parameters of a token request: {@code NAME: VALUE}, in order; the values are secrets. */
    private static final class ParametersType implements ValueType<Map<String, Secret>> {
        private static final ValueType<Value> VALUE = TextTypes.secretMaybeEmpty("a text", text -> text);

        private ParametersType() {}

        @Override
        public String expected() {
            return "a mapping of NAME: VALUE";
        }

        @Override
        public @Nullable Map<String, Secret> read(YamlValue value, ReadContext context) {
            YamlValue.Mapping mapping = context.mapping(value, expected());
            if (mapping == null) {
                return null;
            }
            Map<String, Secret> parameters = new LinkedHashMap<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                ReadContext parameter = context.child(entry.key());
                if (entry.key().isEmpty()) {
                    parameter.mistake(entry.position(), "is no name (expected: the name of a parameter)");
                }
                if (entry.value().isNone()) {
                    parameters.put(entry.key(), new Secret(""));
                } else if (VALUE.read(entry.value(), parameter) instanceof Value.Hidden hidden) {
                    parameters.put(entry.key(), hidden.secret());
                }
            }
            return parameters;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "object", "additionalProperties", VALUE.schema());
        }

        @Override
        public Object toYaml(Map<String, Secret> value) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            value.keySet().forEach(name -> parameters.put(name, Secret.HIDDEN));
            return parameters;
        }
    }
}
