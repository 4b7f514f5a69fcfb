package dev.websocketexporter.config;

/** The scheme of a field Authorization (RFC 9110 §11.1: a token). */
final class SchemeType extends ScalarType<String> {
    static final SchemeType INSTANCE = new SchemeType();
    static final String BEARER = "Bearer";

    private SchemeType() {
        super("a scheme such as Bearer");
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        String scheme = scalar.text().strip();
        if (scheme.equalsIgnoreCase("basic")) {
            throw BadValueException.withHint("is Basic", "expected: a user name and a password in basic_auth");
        }
        if (!FieldText.isToken(scheme)) {
            throw new BadValueException("is no scheme");
        }
        return scheme;
    }
}
