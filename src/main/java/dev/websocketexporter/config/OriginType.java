package dev.websocketexporter.config;

/** The value of {@code Origin} (RFC 6454 §7): taken as it stands, since it may be wrong on purpose. */
final class OriginType extends ScalarType<String> {
    static final OriginType INSTANCE = new OriginType();

    private OriginType() {
        super("one line such as https://app.example.com");
    }

    @Override
    String parse(YamlValue.Scalar scalar, Site site) throws BadValueException {
        String origin = FieldText.value(scalar.text());
        if (origin.isEmpty()) {
            throw new BadValueException("is empty");
        }
        return origin;
    }
}
