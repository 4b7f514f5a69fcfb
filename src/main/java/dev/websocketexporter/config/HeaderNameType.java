package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;

/** The name of a header field (RFC 9110 §5.1: a token). */
final class HeaderNameType extends ScalarType<String> {
    static final HeaderNameType INSTANCE = new HeaderNameType();

    private HeaderNameType() {
        super("a header name such as Server");
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        if (!FieldText.isToken(scalar.text())) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no header name");
        }
        return scalar.text();
    }
}
