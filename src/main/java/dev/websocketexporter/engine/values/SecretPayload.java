package dev.websocketexporter.engine.values;

import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.JsonText;
import dev.websocketexporter.script.Message;
import dev.websocketexporter.script.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A message from a file, and what of it must not be shown when a server repeats it.
 *
 * @param parts the whole, and what of it may stand alone in an answer; of a binary one also as hex
 * @param partsAreTooMany there are more of them than these
 */
public record SecretPayload(Message message, Set<String> parts, boolean partsAreTooMany) {
    private static final int MOST_PARTS = 200;

    /** Parts of a longer one are not looked for: that would take many times its memory in each probe that sends it. */
    private static final int LONGEST_SEARCHED_BYTES = 16 * 1024;

    private static final int SHORTEST_TOKEN = 8;
    private static final int SHORTEST_VALUE = 4;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\s\"'\\\\,;:=&?<>(){}\\[\\]]+");
    /** Values such as {@code login} say nothing, and hidden they would make other lines unreadable. */
    private static final Pattern WORD = Pattern.compile("[a-z_-]+");

    /** Finds the parts of a file's content; slow work, not for an event loop. */
    public static SecretPayload of(byte[] content) {
        if (content.length > LONGEST_SEARCHED_BYTES) {
            Message.Kind kind = Utf8.isUtf8(content) ? Message.Kind.TEXT : Message.Kind.BINARY;
            return new SecretPayload(new Message(kind, Bytes.owning(content)), Set.of(), true);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return of(new Message(Message.Kind.TEXT, Bytes.of(content)), text, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            return of(new Message(Message.Kind.BINARY, Bytes.of(content)), text, StandardCharsets.ISO_8859_1);
        }
    }

    private static SecretPayload of(Message message, String text, Charset charset) {
        Set<String> parts = new LinkedHashSet<>();
        parts.add(text);
        parts.add(text.strip());
        addTokens(SPACE, text, parts);
        addTokens(PUNCTUATION, text, parts);
        addValues(text, parts);
        Set<String> hidden = new LinkedHashSet<>();
        parts.stream().limit(MOST_PARTS).forEach(part -> {
            hidden.add(part);
            if (message.kind() == Message.Kind.BINARY) {
                // Its characters are bytes, which a peer may write in hex.
                hidden.add(Bytes.owning(part.getBytes(charset)).toString());
            }
        });
        return new SecretPayload(message, hidden, parts.size() > MOST_PARTS);
    }

    private static void addTokens(Pattern separators, String text, Set<String> parts) {
        separators
                .splitAsStream(text)
                .filter(token -> token.length() >= SHORTEST_TOKEN)
                .limit(MOST_PARTS + 1L)
                .forEach(parts::add);
    }

    /** The strings and numbers in a JSON text: a server may repeat one without what stands around it. */
    private static void addValues(String text, Set<String> parts) {
        // Most secrets are no JSON.
        addValues(JsonText.leniently(text), parts);
    }

    private static void addValues(JsonNode node, Set<String> parts) {
        if (parts.size() > MOST_PARTS) {
            return;
        }
        if (node.isValueNode()) {
            String value = node.asText();
            if (value.length() >= SHORTEST_VALUE && !WORD.matcher(value).matches() && !node.isBoolean()) {
                parts.add(value);
            }
        } else {
            node.forEach(child -> addValues(child, parts));
        }
    }
}
