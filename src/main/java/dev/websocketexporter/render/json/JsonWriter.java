package dev.websocketexporter.render.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes JSON into memory. What is null is left out, its name too. */
public final class JsonWriter {
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().characterEscapes(new ControlEscapes()).build();
    private static final int NANO_DIGITS = 9;

    private final JsonGenerator json;

    private JsonWriter(JsonGenerator json) {
        this.json = json;
    }

    /** One value, in UTF-8; half a character, which a peer can send, becomes a question mark. */
    public static byte[] utf8(Consumer<JsonWriter> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        // Jackson's own UTF-8 writer refuses half a character.
        try (Writer characters = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
                JsonGenerator generator = JSON.createGenerator(characters)) {
            value.accept(new JsonWriter(generator));
        } catch (IOException e) {
            throw new UncheckedIOException("memory accepts everything", e);
        }
        return bytes.toByteArray();
    }

    /** A value of a list, or the only value. */
    public void object(Runnable members) {
        checked(json::writeStartObject);
        members.run();
        checked(json::writeEndObject);
    }

    /** A member that is an object. */
    public void object(String name, Runnable members) {
        member(name, () -> object(members));
    }

    /** A member whose value is whatever is written by that. */
    public void member(String name, Runnable value) {
        checked(() -> json.writeFieldName(name));
        value.run();
    }

    /** A list as the only value. */
    public <T> void list(Iterable<T> items, Consumer<T> item) {
        checked(json::writeStartArray);
        items.forEach(item);
        checked(json::writeEndArray);
    }

    /** A member that is a list. */
    public <T> void list(String name, Iterable<T> items, Consumer<T> item) {
        member(name, () -> list(items, item));
    }

    /** A member that is a list of texts. */
    public void texts(String name, Iterable<String> items) {
        list(name, items, item -> checked(() -> json.writeString(item)));
    }

    /** A member that is a text. */
    public void text(String name, @Nullable String value) {
        if (value != null) {
            checked(() -> json.writeStringField(name, value));
        }
    }

    /** A member that is true or false. */
    public void flag(String name, @Nullable Boolean value) {
        if (value != null) {
            checked(() -> json.writeBooleanField(name, value));
        }
    }

    /** A member that is a whole number. */
    public void number(String name, @Nullable Number value) {
        if (value != null) {
            checked(() -> json.writeNumberField(name, value.longValue()));
        }
    }

    /** A member that is a number, as it is. */
    public void decimal(String name, @Nullable Double value) {
        if (value != null) {
            checked(() -> json.writeNumberField(name, value));
        }
    }

    /** A member that is a number from 0 to 1, to four digits. */
    public void share(String name, double value) {
        checked(() -> json.writeNumberField(name, Math.round(value * 1e4) / 1e4));
    }

    /** A member that is a duration. */
    public void seconds(String name, @Nullable Duration value) {
        if (value != null) {
            checked(() -> {
                json.writeFieldName(name);
                json.writeNumber(seconds(value));
            });
        }
    }

    /** A member that is a time. */
    public void time(String name, @Nullable Instant value) {
        if (value != null) {
            // For the years that have four digits, this is RFC 3339 too.
            text(name, value.toString());
        }
    }

    /** As a decimal number with all digits and no exponent, which people read too. */
    private static String seconds(Duration duration) {
        if (duration.isNegative()) {
            return "-" + seconds(duration.negated());
        }
        String nanos = String.valueOf(duration.getNano());
        String digits = "0".repeat(NANO_DIGITS - nanos.length()) + nanos;
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return duration.getSeconds() + (end == 0 ? "" : "." + digits.substring(0, end));
    }

    /** A call of the library, which writes into memory. */
    private interface Call {
        void run() throws IOException;
    }

    private static void checked(Call call) {
        try {
            call.run();
        } catch (IOException e) {
            throw new UncheckedIOException("memory accepts everything", e);
        }
    }

    /**
     * JSON demands escapes for the first 32 characters alone; but a terminal obeys others, too, and those that turn the
     * direction of writing make a line say something else.
     */
    private static final class ControlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7f] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            int type = Character.getType(c);
            return type == Character.CONTROL || type == Character.FORMAT
                    ? new SerializedString("\\u" + HexFormat.of().toHexDigits((char) c))
                    : null;
        }
    }
}
