package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.value.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes, written in base64 behind YAML's {@code !!binary}. */
final class BytesType extends ScalarType<Bytes> {
    /** No text instead. */
    static final BytesType BINARY = new BytesType("base64 behind !!binary, such as !!binary AAECAw==", Plain.MISTAKE);
    /** Or a text, which is then its bytes in UTF-8: blackbox_exporter writes {@code expect_bytes} so. */
    static final BytesType BINARY_OR_TEXT =
            new BytesType("a text, or base64 behind !!binary, such as !!binary AAECAw==", Plain.ALLOWED);

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
    Bytes parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
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
