package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A regular expression of RE2, the language of Go and Prometheus. */
final class RegexpType extends ScalarType<Pattern> {
    static final RegexpType INSTANCE = new RegexpType();

    private RegexpType() {
        super("a regular expression of RE2, such as ^nginx/");
    }

    @Override
    Pattern parse(YamlValue.Scalar scalar, Site site) throws BadValueException {
        if (scalar.text().isEmpty()) {
            throw new BadValueException("is empty");
        }
        try {
            return Pattern.compile(scalar.text());
        } catch (PatternSyntaxException e) {
            throw new BadValueException(
                    Shown.quoted(scalar.text()) + " is no regular expression: " + e.getDescription(), e);
        }
    }

    @Override
    public Object toYaml(Pattern value) {
        return value.pattern();
    }
}
