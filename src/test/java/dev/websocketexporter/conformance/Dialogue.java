package dev.websocketexporter.conformance;

import static java.util.stream.Collectors.joining;

import dev.websocketexporter.testkit.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What server and client say to each other after the upgrade, as a case tells it. What the client sends is judged in
 * order: whatever comes where something else has to come is a fault. Used by the thread that plays the case.
 */
final class Dialogue {
    private static final int NORMAL = 1000;

    private final Peer peer;
    private final Optional<ServerDeflate> deflate;
    private final ClientFrames frames;
    private @Nullable IOException writeFault;
    private volatile String awaited = "nothing yet";

    Dialogue(Peer peer, Optional<ServerDeflate> deflate) throws IOException {
        this.peer = peer;
        this.deflate = deflate;
        this.frames = new ClientFrames(peer.input(), deflate);
    }

    /** What the server waits for; may be asked from any thread. */
    String awaited() {
        return awaited;
    }

    /**
     * A ping and its pong, so that the 101 does not stand in one packet with the first frames: whether a client that
     * learns of a fault while it still reads the 101 has echoed what stands before the fault is left open.
     */
    void begin() throws IOException {
        send(ServerFrame.ping("begin"));
        expectPong("begin");
    }

    /** All frames in one packet, as far as TCP lets them. */
    void send(ServerFrame... all) {
        sendBytes(bytesOf(all));
    }

    /** Each frame in a packet of its own. */
    void sendOneByOne(ServerFrame... all) {
        for (ServerFrame frame : all) {
            sendChopped(Integer.MAX_VALUE, frame);
        }
    }

    /** At most that many octets in a packet. */
    void sendChopped(int octets, ServerFrame... all) {
        write(() -> peer.sendChopped(octets, bytesOf(all)));
    }

    void sendBytes(byte... bytes) {
        write(() -> peer.sendChopped(Integer.MAX_VALUE, bytes));
    }

    private static byte[] bytesOf(ServerFrame... all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(all).map(ServerFrame::bytes).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** A client that failed the connection may be gone before everything is sent; what it said before can be read. */
    private void write(Write write) {
        if (writeFault == null) {
            try {
                write.run();
            } catch (IOException e) {
                writeFault = e;
            }
        }
    }

    /** The message in one frame, compressed where that was agreed upon. */
    void send(Message message) {
        sendInFragments(Integer.MAX_VALUE, message);
    }

    /** The message in frames of at most that many octets, compressed where that was agreed upon. */
    void sendInFragments(int octets, Message message) {
        send(framesOf(octets, message).toArray(ServerFrame[]::new));
    }

    private List<ServerFrame> framesOf(int octets, Message message) {
        if (deflate.isEmpty()) {
            return ServerFrame.fragments(message, octets);
        }
        byte[] compressed = deflate.get().compress(message.payload());
        List<ServerFrame> all = ServerFrame.fragments(new Message(message.opcode(), compressed), octets);
        // RFC 7692 §6: the bit stands in the first fragment alone.
        all.set(0, all.get(0).rsv(ServerFrame.RSV1));
        return all;
    }

    /** The next thing that the client sends is this message. */
    void expect(Message message) throws IOException {
        Message received = await(message.toString(), frames::nextMessage);
        require(received.equals(message), message.toString(), received.toString());
    }

    void expectText(String payload) throws IOException {
        expect(Message.text(payload));
    }

    /** The next thing that the client sends is a Pong with this payload. */
    void expectPong(byte... payload) throws IOException {
        String expected = ServerFrame.of(ServerFrame.PONG, payload).toString();
        ClientFrame frame = await("a Pong", frames::next);
        require(
                frame.opcode() == ServerFrame.PONG && Arrays.equals(frame.payload(), payload),
                "a Pong with the payload of " + expected,
                frame.toString());
    }

    void expectPong(String payload) throws IOException {
        expectPong(ServerFrame.pong(payload).payload());
    }

    /** Everything was right: the server closes, the client answers with that code, and the connection ends. */
    void closeNormally() throws IOException {
        send(ServerFrame.close(NORMAL));
        expectClose(NORMAL);
    }

    /**
     * The next thing that the client sends is a Close with one of these codes, 0 for none; it is the last thing, and the
     * client ends the connection when the server does (RFC 6455 §7.1.1).
     */
    void expectClose(int... codes) throws IOException {
        String expected = "a Close with code "
                + IntStream.of(codes).mapToObj(String::valueOf).collect(joining(" or "));
        ClientFrame frame = await(expected, frames::next);
        require(
                frame.opcode() == ServerFrame.CLOSE && IntStream.of(codes).anyMatch(code -> code == frame.closeCode()),
                expected,
                frame.toString());
        write(peer::endOutput);
        await("the end of the connection", () -> {
            frames.expectEnd();
            return frame;
        });
    }

    /** Reads echoes of these messages, in order, until the client's Close: as many as it sent before. */
    void expectSomeEchoesAndClose(int code, Message... messages) throws IOException {
        for (Message message : messages) {
            if (await("an echo or a Close", frames::peek).isControl()) {
                break;
            }
            expect(message);
        }
        expectClose(code);
    }

    private <T> T await(String what, Read<T> read) throws IOException {
        awaited = what;
        try {
            return read.run();
        } catch (IOException e) {
            IOException wrong = new IOException("instead of " + what + ", the connection ended: " + e, e);
            if (writeFault != null) {
                wrong.addSuppressed(writeFault);
            }
            throw wrong;
        }
    }

    private static void require(boolean right, String expected, String actual) {
        if (!right) {
            throw new AssertionError("the client sent: " + actual + "\nexpected: " + expected);
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Read<T> {
        T run() throws IOException;
    }
}
