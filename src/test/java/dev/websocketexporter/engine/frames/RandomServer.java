package dev.websocketexporter.engine.frames;

import static dev.websocketexporter.engine.ServerFrames.FIN;
import static dev.websocketexporter.engine.ServerFrames.RSV1;
import static dev.websocketexporter.engine.ServerFrames.concat;
import static dev.websocketexporter.engine.ServerFrames.frame;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.frames.PerMessageDeflate.Deflation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A server that says something else with each seed, and all of it by the rules. */
final class RandomServer {
    static final AgreedCompression AGREED = new AgreedCompression(true, true, true, 15);

    private static final int[] CODES = {1000, 1001, 1008, 1011, 1013, 3000, 4999};
    private static final int SURROGATES = 0x800;

    private final Random random;
    private final List<byte[]> said = new ArrayList<>();

    RandomServer(Random random) {
        this.random = random;
    }

    /** Some messages with pings and pongs between their fragments, and mostly a Close after them. */
    byte[] bytes() {
        Deflation deflation = new Deflation(AGREED);
        for (int i = random.nextInt(6); i >= 0; i--) {
            message(deflation);
        }
        deflation.free();
        if (random.nextInt(4) > 0) {
            said.add(ServerFrames.close(CODES[random.nextInt(CODES.length)], text(random.nextInt(20))));
        }
        return concat(said.toArray(byte[][]::new));
    }

    private void message(Deflation deflation) {
        boolean isText = random.nextBoolean();
        byte[] payload = isText ? text(length()).getBytes(StandardCharsets.UTF_8) : noise(length());
        boolean compressed = random.nextBoolean();
        byte[] sent = compressed ? deflation.compress(payload) : payload;
        int first = (isText ? ServerFrames.TEXT : ServerFrames.BINARY) | (compressed ? RSV1 : 0);
        int from = 0;
        while (random.nextInt(3) > 0) {
            int to = from + random.nextInt(sent.length - from + 1);
            said.add(frame(first, Arrays.copyOfRange(sent, from, to)));
            control();
            first = 0;
            from = to;
        }
        said.add(frame(FIN | first, Arrays.copyOfRange(sent, from, sent.length)));
        control();
    }

    private void control() {
        if (random.nextInt(3) == 0) {
            String payload = String.valueOf(random.nextInt());
            said.add(random.nextBoolean() ? ServerFrames.ping(payload) : ServerFrames.pong(payload));
        }
    }

    private int length() {
        return random.nextInt(20) == 0 ? random.nextInt(70_000) : random.nextInt(200);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** Characters of one to four bytes. */
    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int bound = new int[] {0x80, 0x800, 0x10000 - SURROGATES, 0x110000 - SURROGATES}[random.nextInt(4)];
            int codePoint = random.nextInt(bound);
            text.appendCodePoint(codePoint < Character.MIN_SURROGATE ? codePoint : codePoint + SURROGATES);
        }
        return text.toString();
    }
}
