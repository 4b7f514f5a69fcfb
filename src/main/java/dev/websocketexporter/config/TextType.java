package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;

/** A text that stands in the configuration, secret or not. */
final class TextType extends ScalarType<Value> {
    private final TextCheck check;
    private final Secrecy secrecy;

    private enum Secrecy {
        SHOWN,
        SECRET
    }

    private TextType(String expected, TextCheck check, Secrecy secrecy) {
        super(expected);
        this.check = check;
        this.secrecy = secrecy;
    }

    /** A text that anybody may see. */
    static TextType shown(String expected, TextCheck check) {
        return new TextType(expected, check, Secrecy.SHOWN);
    }

    static TextType secret(String expected, TextCheck check) {
        return new TextType(expected, check, Secrecy.SECRET);
    }

    @Override
    Value parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        String text = check.checked(scalar.text());
        return secrecy == Secrecy.SHOWN ? new Value.Plain(text) : new Value.Hidden(new Secret(text));
    }

    @Override
    public Object toYaml(Value value) {
        return value instanceof Value.Plain plain ? plain.text() : Secret.HIDDEN;
    }
}
