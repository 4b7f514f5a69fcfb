package dev.websocketexporter.config.types;

import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and values of header fields (RFC 9110 §5), also of those of the opening handshake. */
public final class HttpTypes {
    /** RFC 9110 §5.6.2; RFC 6455 §4.1 asks the same of subprotocols. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** What Kubernetes' servers take a token after, which a browser can send in no other way. */
    private static final String BEARER = "base64url.bearer.authorization.k8s.io.";

    /** The value of a header field, maybe empty. */
    public static final TextCheck HEADER_VALUE = HttpTypes::fieldValue;
    /** The value of a header field that is not empty without the white space around it. */
    public static final TextCheck HEADER_LINE = text -> TextCheck.NOT_EMPTY.checked(fieldValue(text));

    /** The name of a header field. */
    public static final ValueType<String> HEADER_NAME = new HeaderNameType();
    /** The name of a subprotocol. */
    public static final ValueType<String> SUBPROTOCOL = new SubprotocolType();
    /** Header fields of a CONNECT request. */
    public static final ValueType<List<RequestHeader>> CONNECT_HEADERS = new ConnectHeadersType();

    /** The version of HTTP that a WebSocket is opened over, quoted or not: YAML has numbers for both. */
    public static final ValueType<HttpVersion> VERSION = new WordType<>(
            "a version of HTTP that a WebSocket is opened over",
            List.of(HttpVersion.values()),
            HttpVersion::label,
            Map.of("2.0", HttpVersion.HTTP_2));

    /** RFC 9113 §8.2.2. */
    private static final Set<String> OF_HTTP_1 =
            Set.of("keep-alive", "proxy-connection", "transfer-encoding", "te", "http2-settings");

    private HttpTypes() {}

    /** Whether a field of this name belongs to the connection in HTTP/1.1, and is not in HTTP/2. */
    public static boolean isOfHttp1(String name) {
        return OF_HTTP_1.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a field of this name in a request is the opening handshake's own (RFC 6455 §4.1). */
    public static boolean isOfTheHandshake(String name) {
        return HeaderNames.OF_THE_HANDSHAKE.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether it is a token of HTTP. */
    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /**
     * The value without surrounding white space, which is not part of it (RFC 9110 §5.5). Only ASCII, since servers
     * differ in how they read other characters. Messages show nothing of it: it may be secret.
     */
    private static String fieldValue(String text) throws BadValueException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                throw BadValueException.withHint("holds a line break", "expected: one line; in YAML \">-\", not \"|\"");
            }
            if ((c < ' ' && c != '\t') || c > '~') {
                throw BadValueException.withHint("holds a character outside printable ASCII", "expected: without it");
            }
        }
        return text.strip();
    }

    /** The names in the value of a header field (RFC 9110 §5.6.1), which {@link #checkSubprotocols} has found good. */
    public static List<String> subprotocols(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    /**
     * Checks the value of a header field Sec-WebSocket-Protocol.
     *
     * @param shown a name as a message may show it
     */
    public static void checkSubprotocols(String value, UnaryOperator<String> shown) throws BadValueException {
        Set<String> names = new HashSet<>();
        for (String name : subprotocols(value)) {
            if (!isSubprotocol(name)) {
                throw BadValueException.withHint(
                        "is no list of subprotocols", "expected: names separated by commas, such as mqtt, stomp");
            }
            if (!names.add(name)) {
                throw BadValueException.withHint(
                        "has the subprotocol " + shown.apply(name) + " twice", "expected: once");
            }
        }
    }

    /**
     * RFC 6455 §4.1 asks for a token; some servers take a credential as a subprotocol, and its base64 may end in
     * {@code =}.
     */
    private static boolean isSubprotocol(String name) {
        return isToken(name.replace('=', '.'));
    }

    /** Whether it is a credential in the place of a subprotocol, as Kubernetes has it for browsers. */
    public static boolean isBearer(String subprotocol) {
        return subprotocol.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** The name of a header field (RFC 9110 §5.1: a token). */
    private static final class HeaderNameType extends ScalarType<String> {
        private HeaderNameType() {
            super("a header name such as Server");
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (!isToken(scalar.text())) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no header name");
            }
            return scalar.text();
        }
    }

    /** The name of a subprotocol (RFC 6455 §4.1: a token). */
    private static final class SubprotocolType extends ScalarType<String> {
        private SubprotocolType() {
            super("a name such as graphql-transport-ws, without spaces and separators");
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (!isSubprotocol(scalar.text())) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no subprotocol");
            }
            return scalar.text();
        }
    }

    /** Header fields of a CONNECT request, {@code NAME: [VALUE]}; the values are secrets. */
    private static final class ConnectHeadersType implements ValueType<List<RequestHeader>> {
        private static final ValueType<List<Value>> VALUES =
                ListType.of(TextTypes.secret("one line of text", HEADER_VALUE), Rule.NOT_EMPTY, Rule.SKIP_ABSENT);

        private ConnectHeadersType() {}

        @Override
        public String expected() {
            return "a mapping of NAME: [VALUE]";
        }

        @Override
        public @Nullable List<RequestHeader> read(YamlValue value, ReadContext context) {
            YamlValue.Mapping mapping = context.mapping(value, expected());
            if (mapping == null) {
                return null;
            }
            List<RequestHeader> fields = new ArrayList<>();
            HeaderNames names = new HeaderNames();
            for (YamlValue.Entry entry : mapping.entries()) {
                ReadContext field = context.child(entry.key());
                boolean good = names.good(entry, field);
                if (VALUES.isAbsent(entry.value())) {
                    continue;
                }
                List<Value> values = VALUES.read(entry.value(), field);
                if (good && values != null && !values.isEmpty()) {
                    fields.add(new RequestHeader(entry.key(), values));
                }
            }
            return fields;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "object", "additionalProperties", VALUES.schema());
        }

        @Override
        public Object toYaml(List<RequestHeader> value) {
            Map<String, Object> fields = new LinkedHashMap<>();
            value.forEach(field -> fields.put(field.name(), VALUES.toYaml(field.values())));
            return fields;
        }
    }

    /** The names in one mapping of header fields; each is checked once, and a wrong one is a mistake at its place. */
    public static final class HeaderNames {
        /** RFC 6455 §4.1: the opening handshake's own. */
        private static final Set<String> OF_THE_HANDSHAKE = Set.of(
                "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions");

        /** RFC 6455 §4.1: the request is a GET without a body; the first frames would be taken for one. */
        private static final Set<String> OF_A_BODY = Set.of("content-length", "transfer-encoding");

        private final Map<String, Position> first = new HashMap<>();

        public HeaderNames() {}

        /** Whether a name in an upgrade request is good. */
        public boolean goodInUpgrade(YamlValue.Entry entry, ReadContext context) {
            try {
                checkNotOfTheHandshake(entry.key());
            } catch (BadValueException e) {
                report(e, entry, context);
                return false;
            }
            return good(entry, context);
        }

        /** Checks the name of a field that may be added to an upgrade request. */
        static void check(String name) throws BadValueException {
            checkNotOfTheHandshake(name);
            checkOfARequest(name);
        }

        private static void checkNotOfTheHandshake(String name) throws BadValueException {
            if (isOfTheHandshake(name)) {
                throw BadValueException.withHint(
                        "belongs to the opening handshake", "expected: leave it out; the exporter sends its own");
            }
        }

        private static void checkOfARequest(String name) throws BadValueException {
            if (!isToken(name)) {
                throw BadValueException.withHint("is no header name", "expected: letters, digits and !#$%&'*+-.^_`|~");
            }
            if (OF_A_BODY.contains(name.toLowerCase(Locale.ROOT))) {
                throw BadValueException.withHint(
                        "announces a body, and the request has none", "expected: leave it out");
            }
        }

        private static void report(BadValueException e, YamlValue.Entry entry, ReadContext context) {
            context.mistake(entry.position(), e.problem() + " (" + e.hintOr("expected: a header name") + ")");
        }

        /** Whether a name in any request without a body is good. */
        boolean good(YamlValue.Entry entry, ReadContext context) {
            Position before = first.putIfAbsent(entry.key().toLowerCase(Locale.ROOT), entry.position());
            try {
                if (before != null) {
                    throw BadValueException.withHint(
                            "is there already, in line " + before.line(),
                            "expected: once; upper and lower case are the same");
                }
                checkOfARequest(entry.key());
                return true;
            } catch (BadValueException e) {
                report(e, entry, context);
                return false;
            }
        }
    }
}
