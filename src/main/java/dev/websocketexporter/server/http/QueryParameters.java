package dev.websocketexporter.server.http;

import dev.websocketexporter.probe.value.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, form-decoded exactly once; what cannot be decoded is refused, never dropped or repaired
 * (which is why the web framework's own decoding is not used).
 */
public final class QueryParameters {
    /** The server puts it in the place of bytes that are not UTF-8; a client that means the character itself can encode it. */
    private static final char UNDECODABLE = '\uFFFD';

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Decodes a query string.
     *
     * @param query as received; absent: there was none
     */
    public static QueryParameters parse(@Nullable String query) throws HttpErrorException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals), "the name of a query parameter");
            String value = decoded(
                    equals < 0 ? "" : pair.substring(equals + 1), "query parameter \"" + Printable.masked(name) + "\"");
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return new QueryParameters(values);
    }

    /** Parameters that came in another form, once each, and decoded already. */
    public static QueryParameters of(Map<String, String> once) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        once.forEach((name, value) -> values.put(name, List.of(value)));
        return new QueryParameters(values);
    }

    /** Refuses every parameter but these: a misspelt one would change nothing, and nobody would see it. */
    public void allowOnly(List<String> names) throws HttpErrorException {
        for (String name : values.keySet()) {
            if (!name.isEmpty() && !names.contains(name)) {
                throw unknown(name, names.isEmpty() ? "none" : String.join(", ", names));
            }
        }
    }

    /**
     * The same where a module decides about some.
     *
     * @param prefix what the names of these begin with; they are allowed here
     * @param some what they are, and an example
     */
    public void allowOnly(List<String> names, String prefix, String some) throws HttpErrorException {
        for (String name : values.keySet()) {
            if (!name.isEmpty() && !names.contains(name) && !name.startsWith(prefix)) {
                throw unknown(name, String.join(", ", names) + ", or " + some);
            }
        }
    }

    private static HttpErrorException unknown(String name, String expected) {
        return HttpErrorException.badRequest(
                "parameter \"" + Printable.masked(name) + "\" is unknown here (expected: " + expected + ")");
    }

    /** The parameter's only value; absent: it is not there, or empty. */
    @Nullable
    public String single(String name) throws HttpErrorException {
        List<String> found = values.getOrDefault(name, List.of());
        if (found.size() > 1) {
            throw HttpErrorException.badRequest("parameter \"" + Printable.masked(name) + "\" is given " + found.size()
                    + " times (expected: once; an ampersand inside of its value is written %26)");
        }
        return found.isEmpty() || found.get(0).isEmpty() ? null : found.get(0);
    }

    /** The only values of all parameters whose names begin so; one that is empty is as if it were not there. */
    public Map<String, String> startingWith(String prefix) throws HttpErrorException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : values.keySet()) {
            String value = name.startsWith(prefix) ? single(name) : null;
            if (value != null) {
                found.put(name, value);
            }
        }
        return found;
    }

    /** Whether the parameter says {@code true}. */
    public boolean flag(String name) {
        return values.getOrDefault(name, List.of()).contains("true");
    }

    private static String decoded(String text, String what) throws HttpErrorException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c == '%') {
                bytes.write(hexByte(text, i, what));
                i += 2;
            } else if (c == '+') {
                bytes.write(' ');
            } else if (c == UNDECODABLE || isHalf(c)) {
                throw notUtf8(what);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c) - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8(what);
        }
    }

    /** A surrogate without its other half. */
    private static boolean isHalf(int c) {
        return Character.getType(c) == Character.SURROGATE;
    }

    private static HttpErrorException notUtf8(String what) {
        return HttpErrorException.badRequest(what + " is not UTF-8 after decoding (expected: UTF-8)");
    }

    private static int hexByte(String text, int percent, String what) throws HttpErrorException {
        boolean complete = percent + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(percent + 1))
                && HexFormat.isHexDigit(text.charAt(percent + 2));
        if (!complete) {
            throw HttpErrorException.badRequest(what + " has a percent sign without two hexadecimal digits after it"
                    + " (expected: %25 for a percent sign itself)");
        }
        return HexFormat.fromHexDigits(text, percent + 1, percent + 3);
    }
}
