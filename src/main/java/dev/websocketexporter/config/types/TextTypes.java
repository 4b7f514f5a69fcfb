package dev.websocketexporter.config.types;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Texts of several kinds, and bytes. */
public final class TextTypes {
    /** Bytes; a text is a mistake. */
    public static final ValueType<Bytes> BINARY =
            new BytesType("base64 after !!binary, such as !!binary AAECAw==", BytesType.Plain.MISTAKE);
    /** Bytes, or a text for its bytes in UTF-8, as blackbox_exporter has it for {@code expect_bytes}. */
    public static final ValueType<Bytes> BINARY_OR_TEXT =
            new BytesType("a text, or base64 after !!binary, such as !!binary AAECAw==", BytesType.Plain.ALLOWED);
    /** Searched in the value of a header field. */
    public static final ValueType<Pattern> REGEXP_IN_A_FIELD =
            new RegexpType("a regular expression of RE2, such as ^nginx/", RegexpType.Empty.MISTAKE);
    /** Searched in a value of a JSON text, or anywhere else where an empty one makes no sense. */
    public static final ValueType<Pattern> REGEXP_IN_A_VALUE =
            new RegexpType("a regular expression of RE2, such as ^ok$", RegexpType.Empty.MISTAKE);
    /** Searched in a message; as in blackbox_exporter, an empty one matches any. */
    public static final ValueType<Pattern> REGEXP_IN_A_MESSAGE =
            new RegexpType("a regular expression of RE2, such as ^ok$", RegexpType.Empty.ALLOWED);
    /** What answers a ping. */
    public static final ValueType<Accept> ACCEPTED_PONGS = new AcceptType();
    /** A name of a label in Prometheus. */
    public static final ValueType<String> LABEL_NAME = new LabelNameType();

    private TextTypes() {}

    /** A text that is not secret. */
    public static ValueType<Value> shown(String expected, TextCheck check) {
        return new TextType(expected, check, TextType.Secrecy.SHOWN, ScalarType.EmptyText.ABSENT);
    }

    /** A text that is not secret; an empty one is a value too. */
    public static ValueType<Value> shownMaybeEmpty(String expected, TextCheck check) {
        return new TextType(expected, check, TextType.Secrecy.SHOWN, ScalarType.EmptyText.VALUE);
    }

    /** A text that is never shown. */
    public static ValueType<Value> secret(String expected, TextCheck check) {
        return new TextType(expected, check, TextType.Secrecy.SECRET, ScalarType.EmptyText.ABSENT);
    }

    /** A text that is never shown; an empty one is a value too. */
    static ValueType<Value> secretMaybeEmpty(String expected, TextCheck check) {
        return new TextType(expected, check, TextType.Secrecy.SECRET, ScalarType.EmptyText.VALUE);
    }

    /** A text that is not secret and that no file can hold instead. */
    public static ValueType<String> line(String expected, TextCheck check) {
        return new LineType(expected, check, ScalarType.EmptyText.ABSENT);
    }

    /** The same; an empty one is a value too. */
    public static ValueType<String> maybeEmpty(String expected, TextCheck check) {
        return new LineType(expected, check, ScalarType.EmptyText.VALUE);
    }

    /** One of the words for what answers a ping. */
    private static final class AcceptType extends ScalarType<Accept> {
        private AcceptType() {
            super("matching, any_pong or none");
        }

        @Override
        protected Accept parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            for (Accept accept : Accept.values()) {
                if (accept.label().equals(scalar.text())) {
                    return accept;
                }
            }
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no such word");
        }

        @Override
        public Object toYaml(Accept value) {
            return value.label();
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of(
                    "enum", Arrays.stream(Accept.values()).map(Accept::label).toList());
        }
    }

    /** A text in the configuration itself, secret or not. */
    private static final class TextType extends ScalarType<Value> {
        private final TextCheck check;
        private final Secrecy secrecy;

        private enum Secrecy {
            SHOWN,
            SECRET
        }

        private TextType(String expected, TextCheck check, Secrecy secrecy, EmptyText emptyText) {
            super(expected, emptyText);
            this.check = check;
            this.secrecy = secrecy;
        }

        @Override
        protected Value parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String text = check.checked(scalar.text());
            return secrecy == Secrecy.SHOWN ? new Value.Plain(text) : new Value.Hidden(new Secret(text));
        }

        @Override
        public Object toYaml(Value value) {
            return value instanceof Value.Plain plain ? plain.text() : Secret.HIDDEN;
        }
    }

    /** A text that is not secret and that no file can hold instead. */
    private static final class LineType extends ScalarType<String> {
        private final TextCheck check;

        LineType(String expected, TextCheck check, EmptyText emptyText) {
            super(expected, emptyText);
            this.check = check;
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (scalar.type() == YamlValue.Scalar.Type.BINARY) {
                throw new BadValueException("is binary");
            }
            return check.checked(scalar.text());
        }
    }

    /** Bytes, written in base64 after YAML's {@code !!binary}. */
    private static final class BytesType extends ScalarType<Bytes> {
        private enum Plain {
            ALLOWED,
            MISTAKE
        }

        private final Plain plain;

        private BytesType(String expected, Plain plain) {
            super(expected);
            this.plain = plain;
        }

        @Override
        protected Bytes parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (scalar.type() == YamlValue.Scalar.Type.BINARY) {
                return decoded(scalar.text());
            }
            if (plain == Plain.MISTAKE) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is a text");
            }
            return Bytes.of(TextCheck.UNICODE.checked(scalar.text()).getBytes(StandardCharsets.UTF_8));
        }

        /** RFC 4648 §4; YAML allows line breaks and spaces in between. */
        private static Bytes decoded(String base64) throws BadValueException {
            try {
                return Bytes.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
            } catch (IllegalArgumentException e) {
                throw new BadValueException(Printable.quoted(base64) + " is no base64", e);
            }
        }

        @Override
        public Object toYaml(Bytes value) {
            return value.toArray();
        }
    }

    /** A regular expression of RE2, the language of Go and Prometheus. */
    private static final class RegexpType extends ScalarType<Pattern> {
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
        protected Pattern parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
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

    /** A name of a label in Prometheus. */
    private static final class LabelNameType extends ScalarType<String> {
        private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

        private LabelNameType() {
            super("a label name such as status: letters, digits and underscores, a letter first");
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (!NAME.matcher(scalar.text()).matches()) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no label name");
            }
            if (scalar.text().startsWith("__")) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is a name of Prometheus' own");
            }
            return scalar.text();
        }
    }
}
