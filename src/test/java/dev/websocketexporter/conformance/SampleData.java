package dev.websocketexporter.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Makes data of a kind, of exactly the length that is asked for. */
final class SampleData {
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

    private SampleData() {}

    static byte[] json(Random random, int length) {
        StringBuilder text = new StringBuilder("[");
        while (text.length() < length) {
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
        return bytes(text, length);
    }

    static byte[] bitmap(Random random, int length) {
        byte[] pixels = new byte[length];
        for (int i = 0; i < pixels.length; i++) {
            int gradient = i % 512 / 4 + i / 512 / 4;
            pixels[i] = (byte) (gradient + random.nextInt(8));
        }
        return pixels;
    }

    static byte[] prose(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(9) == 0 ? "\n" : " ");
        }
        return bytes(text, length);
    }

    static byte[] html(Random random, int length) {
        StringBuilder text = new StringBuilder("<!DOCTYPE html><html><body><table>");
        while (text.length() < length) {
            text.append("<tr class=\"row\"><td>")
                    .append(random.nextInt(10_000))
                    .append("</td><td><a href=\"/probe?id=")
                    .append(random.nextInt(100))
                    .append("\">")
                    .append(WORDS[random.nextInt(3)])
                    .append("</a></td></tr>\n");
        }
        return bytes(text, length);
    }

    static byte[] document(Random random, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] noise = new byte[4000];
        while (out.size() < length) {
            random.nextBytes(noise);
            out.writeBytes(
                    "\nendstream endobj\n12 0 obj <</Length 4000>> stream\n".getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(noise);
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }

    private static byte[] bytes(StringBuilder text, int length) {
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), length);
    }
}
