package dev.websocketexporter.config.web;

import dev.websocketexporter.config.blocks.Key;
import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.NumberTypes;
import dev.websocketexporter.config.types.ScalarType;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.types.WordType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.tls.PasswordHash;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of a web configuration besides those of TLS, and their types. */
final class WebKeys {
    static final Key.Value<Boolean> HTTP2 = new Key.Value<>(
            "http2", NumberTypes.BOOLEAN, true, "Clients may choose HTTP/2; there is none without TLS.");
    static final Key.Value<Map<String, String>> HEADERS = new Key.Value<>(
            "headers", new HeadersType(), Map.of(), "Header fields of every answer; these five, and no others.");
    static final Key.Block HTTP = new Key.Block("http_server_config", "HTTP.", List.of(HTTP2, HEADERS));
    static final Key.Value<Map<String, PasswordHash>> USERS = new Key.Value<>(
            "basic_auth_users",
            new UsersType(),
            Map.of(),
            "Users with the hashes of their passwords by bcrypt; without any, nobody is asked for a password.");
    static final Key.Value<Duration> INTERVAL = new Key.Value<>(
            "interval", new IntervalType(), Duration.ZERO, "After which there may be one more; 0: no limit.");
    static final Key.Value<Integer> BURST = new Key.Value<>(
            "burst", NumberTypes.integer(0, 1_000_000), 0, "How many there may be at once; needed with an interval.");
    static final Key.Block RATE_LIMIT =
            new Key.Block("rate_limit", "How many requests are answered; others get 429.", List.of(INTERVAL, BURST));
    static final Key.Block ROOT =
            new Key.Block("", "The file as a whole.", List.of(TlsServerBlock.BLOCK, HTTP, USERS, RATE_LIMIT));

    private WebKeys() {}

    /** A mapping of names that the user gives, or of a few known ones. */
    private abstract static class MapType<V> implements ValueType<Map<String, V>> {
        private final String expected;

        MapType(String expected) {
            this.expected = expected;
        }

        /** The value of one name; null after a mistake, or if it counts as none. */
        abstract @Nullable V readOne(YamlValue.Entry entry, ReadContext context);

        @Override
        public final String expected() {
            return expected;
        }

        @Override
        public final @Nullable Map<String, V> read(YamlValue value, ReadContext context) {
            YamlValue.Mapping mapping = context.mapping(value, expected);
            if (mapping == null) {
                return null;
            }
            Map<String, V> read = new LinkedHashMap<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                V one = readOne(entry, context.child(entry.key()));
                if (one != null) {
                    read.put(entry.key(), one);
                }
            }
            return read;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "object");
        }
    }

    /** exporter-toolkit's closed list, so that all exporters have the same ones. */
    private static final class HeadersType extends MapType<String> {
        /** Three of them fit into the head of an answer, for which Jetty has 8 KiB. */
        private static final int LONGEST = 2048;

        private static final Map<String, ValueType<String>> KNOWN = known();

        HeadersType() {
            super("a mapping of " + String.join(", ", KNOWN.keySet()));
        }

        private static Map<String, ValueType<String>> known() {
            ValueType<String> line = TextTypes.line("one line of text", HeadersType::line);
            Map<String, ValueType<String>> known = new LinkedHashMap<>();
            known.put("Content-Security-Policy", line);
            known.put("X-Frame-Options", words("deny", "sameorigin"));
            known.put("X-Content-Type-Options", words("nosniff"));
            known.put("X-XSS-Protection", line);
            known.put("Strict-Transport-Security", line);
            return known;
        }

        private static String line(String text) throws BadValueException {
            if (text.length() > LONGEST) {
                throw BadValueException.withHint(
                        "has " + text.length() + " characters", "expected: at most " + LONGEST);
            }
            return HttpTypes.HEADER_LINE.checked(text);
        }

        private static ValueType<String> words(String... words) {
            return new WordType<>("a value of this header field", List.of(words), Function.identity());
        }

        @Override
        @Nullable
        String readOne(YamlValue.Entry entry, ReadContext context) {
            ValueType<String> type = KNOWN.get(entry.key());
            if (type == null) {
                context.mistake(
                        entry.position(),
                        "cannot be set (expected: one of " + String.join(", ", KNOWN.keySet()) + ", written so)");
                return null;
            }
            return type.isAbsent(entry.value()) ? null : type.read(entry.value(), context);
        }

        @Override
        public Object toYaml(Map<String, String> value) {
            return value;
        }
    }

    /** Users and hashes of their passwords. */
    private static final class UsersType extends MapType<PasswordHash> {
        private static final ValueType<PasswordHash> HASH = new HashType();

        UsersType() {
            super("a mapping of users to the hashes of their passwords");
        }

        @Override
        @Nullable
        PasswordHash readOne(YamlValue.Entry entry, ReadContext context) {
            try {
                TextCheck.USERNAME.checked(entry.key());
            } catch (BadValueException e) {
                context.mistake(
                        entry.position(), e.problem() + ", which no user can send (expected: a name without it)");
            }
            return HASH.read(entry.value(), context);
        }

        @Override
        public Object toYaml(Map<String, PasswordHash> value) {
            Map<String, String> shown = new LinkedHashMap<>();
            value.keySet().forEach(user -> shown.put(user, Secret.HIDDEN));
            return shown;
        }
    }

    /** Between two requests; a bare 0 too, as exporter-toolkit takes it. */
    private static final class IntervalType implements ValueType<Duration> {
        @Override
        public String expected() {
            return DurationType.ANY.expected();
        }

        @Override
        public @Nullable Duration read(YamlValue value, ReadContext context) {
            return value instanceof YamlValue.Scalar scalar && scalar.text().equals("0")
                    ? Duration.ZERO
                    : DurationType.ANY.read(value, context);
        }

        @Override
        public Map<String, Object> schema() {
            return DurationType.ANY.schema();
        }

        @Override
        public Object toYaml(Duration value) {
            return DurationType.ANY.toYaml(value);
        }
    }

    /** The hash of a password. */
    private static final class HashType extends ScalarType<PasswordHash> {
        /** A comparison takes more than a minute with it, and keeps all other new passwords waiting. */
        private static final int MOST_COST = 20;

        HashType() {
            super("a hash of bcrypt, such as htpasswd -nBC 10 \"\" prints: $2y$10$ and 53 characters");
        }

        @Override
        protected PasswordHash parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            try {
                PasswordHash hash = PasswordHash.parse(scalar.text());
                if (hash.cost() > MOST_COST) {
                    throw BadValueException.withHint(
                            "has a cost of " + hash.cost() + ", with which a comparison takes minutes to days",
                            "expected: a cost of at most " + MOST_COST + "; 10 is usual");
                }
                return hash;
            } catch (CertificateException e) {
                throw BadValueException.withHint(String.valueOf(e.getMessage()), "expected: " + expected());
            }
        }
    }
}
