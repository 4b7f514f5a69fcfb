package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.websocketexporter.probe.value.Printable;

/** A regular expression of RE2, the language of Go and Prometheus. */
final class RegexpType extends ScalarType<Pattern> {
    /** One that is looked for in the value of a header field. */
    static final RegexpType OF_A_FIELD = new RegexpType("a regular expression of RE2, such as ^nginx/", Empty.MISTAKE);
    /** One that is looked for in a value of a JSON text. */
    static final RegexpType OF_A_VALUE = new RegexpType("a regular expression of RE2, such as ^ok$", Empty.MISTAKE);
    /** One that is looked for in a message; as in blackbox_exporter, an empty one is found in any. */
    static final RegexpType OF_A_MESSAGE = new RegexpType("a regular expression of RE2, such as ^ok$", Empty.ALLOWED);

    private enum Empty {
        ALLOWED,
        MISTAKE
    }

    private final Empty empty;

    private RegexpType(String expected, Empty empty) {
        super(expected);
        this.empty = empty;
    }

    @Override
    Pattern parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        if (scalar.text().isEmpty() && empty == Empty.MISTAKE) {
            throw new BadValueException("is empty");
        }
        try {
            return Pattern.compile(scalar.text());
        } catch (PatternSyntaxException e) {
            throw new BadValueException(
                    Printable.quoted(scalar.text()) + " is no regular expression: " + e.getDescription(), e);
        }
    }

    @Override
    public Object toYaml(Pattern value) {
        return value.pattern();
    }
}
