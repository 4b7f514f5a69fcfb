package dev.websocketexporter.config;

import dev.websocketexporter.probe.HeaderField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Header fields of the upgrade request: {@code NAME: VALUE}. Values are not shown in messages. */
final class HeadersType implements ValueType<List<HeaderField>> {
    static final HeadersType INSTANCE = new HeadersType();

    /** RFC 6455 §4.1: the opening handshake's own. */
    private static final Set<String> OF_THE_HANDSHAKE =
            Set.of("upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions");

    /** RFC 6455 §4.1: the request is a GET without a body; one announced would swallow the first frames. */
    private static final Set<String> OF_A_BODY = Set.of("content-length", "transfer-encoding");

    /** RFC 6455 §11.3.4. */
    static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    private static final String EXPECTED_VALUE = "expected: one line of text";

    private HeadersType() {}

    @Override
    public String expected() {
        return "a mapping of NAME: VALUE";
    }

    @Override
    public @Nullable List<HeaderField> read(YamlValue value, Site site) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            String problem = value.found();
            site.mistake(value.position(), problem + " (expected: " + expected() + ")");
            return null;
        }
        List<HeaderField> fields = new ArrayList<>();
        Map<String, Position> first = new LinkedHashMap<>();
        for (YamlValue.Entry entry : mapping.entries()) {
            Site field = site.child(entry.key());
            Position before = first.putIfAbsent(entry.key().toLowerCase(Locale.ROOT), entry.position());
            String problem = before != null
                    ? "is there already, in line " + before.line() + " (expected: once, in whatever case)"
                    : problemOfName(entry.key());
            if (problem != null) {
                field.mistake(entry.position(), problem);
            }
            String text = value(entry.key(), entry.value(), field);
            if (problem == null && text != null) {
                fields.add(new HeaderField(entry.key(), text));
            }
        }
        return fields;
    }

    private static @Nullable String problemOfName(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (!FieldText.isToken(name)) {
            return "is no header name (expected: letters, digits and !#$%&'*+-.^_`|~)";
        }
        if (OF_THE_HANDSHAKE.contains(lowerCase)) {
            return "belongs to the opening handshake (expected: leave it out; the exporter sends its own)";
        }
        return OF_A_BODY.contains(lowerCase)
                ? "announces a body, and an upgrade request has none (expected: leave it out)"
                : null;
    }

    private static @Nullable String value(String name, YamlValue value, Site site) {
        if (value instanceof YamlValue.Mapping) {
            site.mistake(value.position(), "values, secrets and files are not supported yet (expected: NAME: VALUE)");
            return null;
        }
        if (!(value instanceof YamlValue.Scalar scalar)) {
            site.mistake(value.position(), value.found() + " (" + EXPECTED_VALUE + ")");
            return null;
        }
        try {
            if (scalar.type() == YamlValue.Scalar.Type.NONE) {
                throw BadValueException.withHint("has no value", EXPECTED_VALUE + "; \"\" for an empty one");
            }
            String text = FieldText.value(scalar.text());
            if (name.equalsIgnoreCase(SUBPROTOCOLS)) {
                SubprotocolType.checkList(text);
            }
            return text;
        } catch (BadValueException e) {
            site.mistake(value.position(), e.problem() + " (" + e.hintOr(EXPECTED_VALUE) + ")");
            return null;
        }
    }

    @Override
    public Object toYaml(List<HeaderField> value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        value.forEach(field -> fields.put(field.name(), field.value()));
        return fields;
    }
}
