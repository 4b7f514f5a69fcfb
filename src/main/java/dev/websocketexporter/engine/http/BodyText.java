package dev.websocketexporter.engine.http;

import dev.websocketexporter.probe.value.QueryValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body as one line for humans: its first {@value #MAX_CHARACTERS} printable characters, each run of blanks and ends of
 * lines as one blank, HTML without its tags. Content in gzip or deflate is decompressed, another coding is named. What is
 * secret is hidden, and so are the values in the query of each URL.
 */
public final class BodyText {
    private static final int MAX_CHARACTERS = 500;
    private static final int MAX_CODING_CHARACTERS = 40;

    /** One unprintable character in that many, and the whole is no text. */
    private static final int UNPRINTABLE_SHARE = 10;

    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*\"?([\\w.:-]{1,40})", Pattern.CASE_INSENSITIVE);

    private BodyText() {}

    /**
     * The line; null when there is nothing to show.
     *
     * @param hiding hides what is secret in a text
     */
    public static @Nullable String of(RefusalBody body, UnaryOperator<String> hiding) {
        String coding = body.fields().get("Content-Encoding", "").strip().toLowerCase(Locale.ROOT);
        String type = body.fields().get("Content-Type", "");
        byte[] raw = body.content();
        String text = withoutFrame(decoded(decompressed(raw, coding), type));
        if (text.isBlank()) {
            return null;
        }
        if (!isText(text)) {
            return (body.isAll() ? "" : "at least ") + raw.length + " bytes that are no text"
                    + (coding.isEmpty() ? "" : " (Content-Encoding: " + oneLine(coding, MAX_CODING_CHARACTERS) + ")");
        }
        String page = HtmlText.isHtml(text, type) ? HtmlText.of(text) : text;
        String plain = oneLine(page, 1).isEmpty() ? text : page;
        // Before it is cut: half a secret would not be known for one.
        String hidden = QueryValues.hideInText(hiding.apply(oneLine(hiding.apply(plain), Integer.MAX_VALUE)));
        if (hidden.isBlank()) {
            // White space with a character in it that is not for the eye.
            return null;
        }
        return oneLine(body.isAll() ? hidden : hidden + "…", MAX_CHARACTERS);
    }

    /** Some files begin with a byte order mark, and some programs send the NUL at the end of their strings. */
    private static String withoutFrame(String text) {
        int begin = text.startsWith("\ufeff") ? 1 : 0;
        int end = text.length();
        while (end > begin && text.charAt(end - 1) == '\0') {
            end--;
        }
        return text.substring(begin, end);
    }

    /** As far as it is compressed, in a way that is known, and not broken. */
    private static byte[] decompressed(byte[] raw, String coding) {
        boolean gzip = raw.length > 1 && (raw[0] & 0xff) == 0x1f && (raw[1] & 0xff) == 0x8b;
        if (!gzip && !coding.equals("deflate")) {
            return raw;
        }
        InputStream compressed = new ByteArrayInputStream(raw);
        byte[] plain = read(() -> gzip ? new GZIPInputStream(compressed) : new InflaterInputStream(compressed));
        if (plain.length == 0 && !gzip) {
            // Some servers leave out the frame of zlib, and browsers and curl take that too.
            Inflater frameless = new Inflater(true);
            plain = read(() -> new InflaterInputStream(new ByteArrayInputStream(raw), frameless));
            frameless.end();
        }
        return plain.length == 0 ? raw : plain;
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    /** As much as there is room for; empty if it is no such stream. */
    private static byte[] read(Opening compressed) {
        byte[] plain = new byte[RefusalBody.MAX_BYTES];
        int length = 0;
        try (InputStream in = compressed.open()) {
            int read = in.read(plain);
            while (read > 0) {
                length += read;
                read = in.read(plain, length, plain.length - length);
            }
        } catch (IOException e) {
            // Cut off or broken; what came before may be read.
        }
        return Arrays.copyOf(plain, length);
    }

    private static String decoded(byte[] content, String type) {
        Matcher named = CHARSET.matcher(type);
        if (named.find() && isKnown(named.group(1))) {
            return new String(content, Charset.forName(named.group(1)));
        }
        CharBuffer chars = CharBuffer.allocate(content.length);
        // The last character may be cut off, which is no reason to take it for something else.
        boolean broken = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content), chars, false)
                .isError();
        return broken
                ? new String(content, StandardCharsets.ISO_8859_1)
                : chars.flip().toString();
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isText(String text) {
        long unprintable = text.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !isPrintable(c))
                .count();
        return unprintable * UNPRINTABLE_SHARE < text.length();
    }

    /** Its first printable characters, with one blank for each run of white space. */
    private static String oneLine(String text, int maxCharacters) {
        StringBuilder line = new StringBuilder();
        int characters = 0;
        boolean blank = false;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int c = text.codePointAt(i);
            if (isWhiteSpace(c)) {
                blank = characters > 0;
            } else if (isPrintable(c)) {
                characters += blank ? 2 : 1;
                if (characters > maxCharacters) {
                    return line.append('…').toString();
                }
                line.append(blank ? " " : "").appendCodePoint(c);
                blank = false;
            }
        }
        return line.toString();
    }

    private static boolean isWhiteSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Not what only changes how others look, such as the direction of writing. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> c != 0xfffd;
        };
    }
}
