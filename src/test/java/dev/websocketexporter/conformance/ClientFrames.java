package dev.websocketexporter.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes from the client, frame by frame, with the rules that span frames. */
final class ClientFrames {
    private final DataInput in;
    private final Optional<ServerDeflate> deflate;
    private @Nullable ClientFrame peeked;
    private @Nullable ClientFrame last;

    ClientFrames(InputStream in, Optional<ServerDeflate> deflate) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.deflate = deflate;
    }

    /** The next frame, which stays the next. */
    ClientFrame peek() throws IOException {
        if (peeked == null) {
            peeked = read();
        }
        return peeked;
    }

    ClientFrame next() throws IOException {
        ClientFrame frame = peek();
        peeked = null;
        return frame;
    }

    private ClientFrame read() throws IOException {
        ClientFrame frame = ClientFrame.read(in);
        if (last != null && last.mask() == frame.mask()) {
            throw new AssertionError("the client used a masking key twice, last in " + frame);
        }
        last = frame;
        return frame;
    }

    /** The next message, put together and inflated; nothing else may stand before or inside it. */
    Message nextMessage() throws IOException {
        ClientFrame first = next();
        require(first.opcode() == ServerFrame.TEXT || first.opcode() == ServerFrame.BINARY, first);
        require(first.rsv() == 0 || (first.rsv() == ServerFrame.RSV1 && deflate.isPresent()), first);
        ByteArrayOutputStream payload = new ByteArrayOutputStream(first.payload().length);
        payload.writeBytes(first.payload());
        ClientFrame frame = first;
        while (!frame.last()) {
            frame = next();
            require(frame.opcode() == ServerFrame.CONTINUATION && frame.rsv() == 0, frame);
            payload.writeBytes(frame.payload());
        }
        boolean compressed = first.rsv() == ServerFrame.RSV1;
        byte[] whole = payload.toByteArray();
        return new Message(first.opcode(), compressed ? deflate.orElseThrow().inflate(whole) : whole);
    }

    private static void require(boolean right, ClientFrame frame) {
        if (!right) {
            throw new AssertionError("the client sent a " + frame + "\nexpected: a whole data message");
        }
    }

    /** Nothing more comes. A reset is as good an end as a FIN: bytes that the peer does not read any more cause one. */
    void expectEnd() throws IOException {
        try {
            ClientFrame frame = next();
            throw new AssertionError("the client sent a " + frame + "\nexpected: nothing after its Close");
        } catch (EOFException | SocketException e) {
            return; // which is the end
        }
    }
}
