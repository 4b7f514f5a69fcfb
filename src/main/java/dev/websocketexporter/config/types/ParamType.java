package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ModuleParam.Kind;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.value.Printable;
import java.util.Locale;
import java.util.Map;

/** An entry of {@code params}: what a probe may set. */
public final class ParamType extends ScalarType<ModuleParam> {
    public static final ValueType<ModuleParam> INSTANCE = new ParamType();

    /** RFC 6455 §4.1: fields that every upgrade request may have. */
    private static final Map<String, Kind> WITH_A_WORD = Map.of(
            "origin",
            Kind.ORIGIN,
            "host",
            Kind.HOSTNAME,
            RequestHeader.SUBPROTOCOLS.toLowerCase(Locale.ROOT),
            Kind.SUBPROTOCOL);

    private ParamType() {
        super("subprotocol, origin, hostname, header:NAME or step:NAME");
    }

    @Override
    protected ModuleParam parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
        String text = scalar.text();
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        for (Kind kind : Kind.values()) {
            if (kind.label().equals(word)) {
                boolean named = kind == Kind.HEADER || kind == Kind.STEP;
                if (named == name.isEmpty()) {
                    break;
                }
                if (kind == Kind.HEADER) {
                    checkHeader(name);
                }
                return new ModuleParam(kind, named ? name : null);
            }
        }
        throw new BadValueException(Printable.quoted(text) + " is no parameter");
    }

    /** Some fields have a word of their own. */
    private static void checkHeader(String name) throws BadValueException {
        Kind own = WITH_A_WORD.get(name.toLowerCase(Locale.ROOT));
        if (own != null) {
            throw BadValueException.withHint(
                    Printable.quoted("header:" + name) + " has a word of its own", "expected: " + own.label());
        }
        try {
            HttpTypes.HeaderNames.check(name);
        } catch (BadValueException e) {
            throw BadValueException.withHint(
                    Printable.quoted("header:" + name) + ": " + name + " " + e.problem(), e.hintOr(""));
        }
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "pattern", "^(subprotocol|origin|hostname|header:.+|step:.+)$");
    }
}
