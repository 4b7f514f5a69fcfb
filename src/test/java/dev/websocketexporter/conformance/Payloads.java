package dev.websocketexporter.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;

/** Data of several kinds to cut messages from; each the same in every run. */
enum Payloads {
    JSON(ServerFrame.TEXT, "JSON", Payloads::json),
    BITMAP(ServerFrame.BINARY, "a grey bitmap", Payloads::bitmap),
    PROSE(ServerFrame.BINARY, "prose beyond ASCII", Payloads::prose),
    HTML(ServerFrame.TEXT, "HTML", Payloads::html),
    DOCUMENT(ServerFrame.BINARY, "text between data that does not shrink", Payloads::document);

    /** Less than the longest message, so that messages begin at different places. */
    private static final int BYTES = 200_003;

    private static final String[] WORDS = {
        "habe",
        "nun",
        "ach",
        "Philosophie",
        "durchaus",
        "studiert",
        "mit",
        "heißem",
        "Bemühn",
        "da",
        "steh",
        "ich",
        "Tor"
    };

    private final int opcode;
    private final String words;
    private final byte[] data;

    Payloads(int opcode, String words, Function<Random, byte[]> maker) {
        this.opcode = opcode;
        this.words = words;
        this.data = Arrays.copyOf(maker.apply(new Random(name().hashCode())), BYTES);
    }

    String words() {
        return words;
    }

    /** The message with that number, each beginning where the one before ended, and around the end of the data. */
    Message message(int number, int size) {
        byte[] payload = new byte[size];
        int from = (int) ((long) number * size % data.length);
        for (int done = 0; done < size; ) {
            int length = Math.min(size - done, data.length - from);
            System.arraycopy(data, from, payload, done, length);
            done += length;
            from = 0;
        }
        return new Message(opcode, payload);
    }

    private static byte[] json(Random random) {
        StringBuilder text = new StringBuilder("[");
        while (text.length() < BYTES) {
            text.append("{\"id\":")
                    .append(random.nextInt(1_000_000))
                    .append(",\"price\":")
                    .append(random.nextInt(100_000) / 100.0)
                    .append(",\"name\":\"")
                    .append(WORDS[random.nextInt(3)])
                    .append("\",\"open\":")
                    .append(random.nextBoolean())
                    .append("},");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bitmap(Random random) {
        byte[] pixels = new byte[BYTES];
        for (int i = 0; i < pixels.length; i++) {
            int gradient = i % 512 / 4 + i / 512 / 4;
            pixels[i] = (byte) (gradient + random.nextInt(8));
        }
        return pixels;
    }

    private static byte[] prose(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < BYTES) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(9) == 0 ? "\n" : " ");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] html(Random random) {
        StringBuilder text = new StringBuilder("<!DOCTYPE html><html><body><table>");
        while (text.length() < BYTES) {
            text.append("<tr class=\"row\"><td>")
                    .append(random.nextInt(10_000))
                    .append("</td><td><a href=\"/probe?id=")
                    .append(random.nextInt(100))
                    .append("\">")
                    .append(WORDS[random.nextInt(3)])
                    .append("</a></td></tr>\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] document(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] noise = new byte[4000];
        while (out.size() < BYTES) {
            random.nextBytes(noise);
            out.writeBytes(
                    "\nendstream endobj\n12 0 obj <</Length 4000>> stream\n".getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(noise);
        }
        return out.toByteArray();
    }
}
