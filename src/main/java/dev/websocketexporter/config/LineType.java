package dev.websocketexporter.config;

/** A text that anybody may see and that nothing else may stand for, such as a file. */
final class LineType extends ScalarType<String> {
    private final TextCheck check;

    LineType(String expected, TextCheck check) {
        super(expected);
        this.check = check;
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        if (scalar.type() == YamlValue.Scalar.Type.BINARY) {
            throw new BadValueException("is binary");
        }
        return check.checked(scalar.text());
    }
}
