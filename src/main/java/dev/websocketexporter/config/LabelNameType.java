package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.regex.Pattern;

/** A name of a label in Prometheus. */
final class LabelNameType extends ScalarType<String> {
    static final LabelNameType INSTANCE = new LabelNameType();

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private LabelNameType() {
        super("a label name such as status: letters, digits and underscores, a letter first");
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        if (!NAME.matcher(scalar.text()).matches()) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no label name");
        }
        if (scalar.text().startsWith("__")) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is a name of Prometheus' own");
        }
        return scalar.text();
    }
}
