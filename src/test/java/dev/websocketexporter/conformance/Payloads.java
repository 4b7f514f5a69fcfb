package dev.websocketexporter.conformance;

import java.util.Random;
import java.util.function.BiFunction;

/** Data of several kinds to cut messages from; each the same in every run. */
enum Payloads {
    JSON(ServerFrame.TEXT, "JSON", SampleData::json),
    BITMAP(ServerFrame.BINARY, "a grey bitmap", SampleData::bitmap),
    PROSE(ServerFrame.BINARY, "prose beyond ASCII", SampleData::prose),
    HTML(ServerFrame.TEXT, "HTML", SampleData::html),
    DOCUMENT(ServerFrame.BINARY, "text between data that does not shrink", SampleData::document);

    /** Less than the longest message, so that messages begin at different places. */
    private static final int BYTES = 200_003;

    private final int opcode;
    private final String words;
    private final byte[] data;

    Payloads(int opcode, String words, BiFunction<Random, Integer, byte[]> maker) {
        this.opcode = opcode;
        this.words = words;
        this.data = maker.apply(new Random(ordinal()), BYTES);
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
}
