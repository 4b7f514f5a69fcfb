package dev.websocketexporter.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written, and however, the bytes are those that {@link String#getBytes} makes. */
class Utf8WriterTest {
    private static final String FIRST_HALF = "\ud83d";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "probe_success 1.0\n",
                "Müller & Söhne, 漢字",
                "\u0000\u007f\u0080\u07ff\u0800\uffff",
                "an 😀 and 😀😀",
                FIRST_HALF,
                FIRST_HALF + "x",
                FIRST_HALF + FIRST_HALF,
                FIRST_HALF + "ü",
                "\ude00",
                "\ude00" + FIRST_HALF,
                FIRST_HALF + FIRST_HALF + "\ude00\ude00"
            })
    void textIsEncodedAsStringsAre(String text) throws IOException {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);

        assertThat(written(writer -> writer.write(text))).isEqualTo(expected);
        assertThat(written(writer -> writer.append(text))).isEqualTo(expected);
        assertThat(written(writer -> writer.write(text.toCharArray()))).isEqualTo(expected);
        assertThat(written(writer -> {
                    for (char c : text.toCharArray()) {
                        writer.append(c);
                    }
                }))
                .isEqualTo(expected);
    }

    private static byte[] written(Writing writing) throws IOException {
        // It must grow for all but the shortest.
        try (Utf8Writer writer = new Utf8Writer(1)) {
            writing.to(writer);
            return writer.toByteArray();
        }
    }

    private interface Writing {
        void to(Writer writer) throws IOException;
    }
}
