package dev.websocketexporter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Texts to compress, cut from JSON that is the same in every run. */
final class JsonMessages {
    /** Less than two of the longest messages, so that they begin at different places. */
    private static final int BYTES = 200_003;

    private static final String[] NAMES = {"habe", "nun", "ach"};
    private static final byte[] DATA = json(new Random(0));

    private JsonMessages() {}

    private static byte[] json(Random random) {
        StringBuilder text = new StringBuilder("[");
        while (text.length() < BYTES) {
            text.append("{\"id\":")
                    .append(random.nextInt(1_000_000))
                    .append(",\"price\":")
                    .append(random.nextInt(100_000) / 100.0)
                    .append(",\"name\":\"")
                    .append(NAMES[random.nextInt(NAMES.length)])
                    .append("\",\"open\":")
                    .append(random.nextBoolean())
                    .append("},");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The message with that number, each beginning where the one before ended, and around the end of the data. */
    static Message message(int number, int size) {
        byte[] payload = new byte[size];
        int from = (int) ((long) number * size % DATA.length);
        for (int done = 0; done < size; ) {
            int length = Math.min(size - done, DATA.length - from);
            System.arraycopy(DATA, from, payload, done, length);
            done += length;
            from = 0;
        }
        return Message.text(payload);
    }
}
