package dev.websocketexporter.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection, as the server sees it. Used by the one thread that plays the script. */
public final class Peer {
    private static final int CLOSE_OPCODE = 0x8;

    private final Socket raw;
    /** What the bytes of the script go through: the TCP socket itself, or TLS on top of it. */
    private final Socket stream;

    private final @Nullable ClientHello hello;
    private final @Nullable Http2Front front;

    private Peer(Socket raw, Socket stream, @Nullable ClientHello hello, @Nullable Http2Front front) {
        this.raw = raw;
        this.stream = stream;
        this.hello = hello;
        this.front = front;
    }

    static Peer plain(Socket raw) {
        return new Peer(raw, raw, null, null);
    }

    /** Negotiates TLS first. */
    static Peer secure(Socket raw, ServerTls tls) throws IOException {
        byte[] hello = plain(raw).readTlsRecord();
        SSLSocket socket = tls.over(raw, new ByteArrayInputStream(hello));
        socket.startHandshake();
        return new Peer(raw, socket, ClientHello.parse(hello), null);
    }

    /** The same connection, on which the script goes on in HTTP/1.1, and the client speaks HTTP/2. */
    public Peer behindHttp2() throws IOException {
        return new Peer(raw, stream, hello, new Http2Front(stream.getInputStream(), stream.getOutputStream()));
    }

    /** Reads the head of a request, up to its empty line. */
    public RequestHead readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = input();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the client ended the connection inside its request: " + head);
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return new RequestHead(Arrays.asList(text.strip().split("\r\n")));
    }

    /** Reads one TLS record as it is on the wire, such as the ClientHello; for a server that speaks no TLS itself. */
    public byte[] readTlsRecord() throws IOException {
        DataInputStream in = new DataInputStream(input());
        byte[] header = new byte[5];
        in.readFully(header);
        byte[] body = new byte[ByteBuffer.wrap(header).getShort(3) & 0xffff];
        in.readFully(body);
        return ByteBuffer.allocate(header.length + body.length)
                .put(header)
                .put(body)
                .array();
    }

    /** What the client sends, byte by byte. */
    public InputStream input() throws IOException {
        return front == null ? stream.getInputStream() : front.input();
    }

    /** What the client is sent, byte by byte. */
    public OutputStream output() throws IOException {
        return front == null ? stream.getOutputStream() : front.output();
    }

    /** Reads that many bytes. */
    public byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        new DataInputStream(input()).readFully(bytes);
        return bytes;
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte... bytes) throws IOException {
        OutputStream out = output();
        out.write(bytes);
        out.flush();
    }

    /** Sends each byte in a packet of its own. */
    public void sendByteByByte(String text) throws IOException {
        raw.setTcpNoDelay(true);
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            send(b);
        }
    }

    /** Sends at most that many bytes in a packet. */
    public void sendChopped(int atMost, byte... bytes) throws IOException {
        raw.setTcpNoDelay(true);
        OutputStream out = output();
        for (int from = 0; from < bytes.length; from += atMost) {
            out.write(bytes, from, Math.min(atMost, bytes.length - from));
            out.flush();
        }
    }

    /** Reads the request and answers it with a valid upgrade. */
    public void upgrade() throws IOException {
        send(UpgradeAnswer.to(readHead()).text());
    }

    /** Sends a Close frame with a code and a reason (RFC 6455 §5.5.1). */
    public void sendClose(int code, String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        sendFrame(
                CLOSE_OPCODE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** Sends a final, unmasked frame with a payload of at most 125 bytes (RFC 6455 §5.2). */
    public void sendFrame(int opcode, byte... payload) throws IOException {
        send(ByteBuffer.allocate(2 + payload.length)
                .put((byte) (0x80 | opcode))
                .put((byte) payload.length)
                .put(payload)
                .array());
    }

    /** Reads one frame of the client; it must be short and masked (RFC 6455 §5.1). */
    public ReceivedFrame readFrame() throws IOException {
        DataInputStream in = new DataInputStream(input());
        int opcode = in.readUnsignedByte() & 0x0f;
        int maskAndLength = in.readUnsignedByte();
        int length = maskAndLength & 0x7f;
        boolean masked = (maskAndLength & 0x80) != 0;
        byte[] mask = masked ? in.readNBytes(4) : new byte[4];
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new ReceivedFrame(opcode, masked, payload);
    }

    /** From now on, a read fails with a {@link java.net.SocketTimeoutException} if the client says nothing for so long; zero: none does. */
    public void expectWithin(Duration time) throws IOException {
        raw.setSoTimeout((int) time.toMillis());
    }

    /** Reads until the client ends the connection, and says nothing. */
    public void silence() throws IOException {
        InputStream in = input();
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0) {
            // whatever the client says is not answered
        }
    }

    /** Ends our direction (TCP FIN) and reads until the client ends its own, so that no RST follows. */
    public void fin() throws IOException {
        raw.shutdownOutput();
        InputStream in = raw.getInputStream();
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0) {
            // drained, since unread bytes would turn the FIN into a RST
        }
    }

    /** Ends our direction (TCP FIN); what the client says after that can still be read. */
    public void endOutput() throws IOException {
        raw.shutdownOutput();
    }

    /** Ends our direction (TCP FIN), past TLS, and goes on reading. */
    public void finish() throws IOException {
        raw.shutdownOutput();
    }

    /** Ends our direction as TLS has it (close_notify), and goes on reading. */
    public void closeNotify() throws IOException {
        stream.shutdownOutput();
    }

    /** Ends the connection with a TCP RST. */
    public void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    /** Passes everything on to the other server and back, until one of the two ends its connection. */
    public void relay(Socket other) throws IOException {
        Thread back =
                new Thread(() -> copy(other, stream), Thread.currentThread().getName() + "-back");
        back.setDaemon(true);
        back.start();
        copy(stream, other);
        Conditions.awaitEnd(back);
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            closeBoth(from, to); // one side broke off, so the other has nobody to speak to
        }
    }

    private static void closeBoth(Socket one, Socket other) {
        try (one;
                other) {
            // nothing to do but this
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the client dials from. */
    public InetAddress clientAddress() {
        return raw.getInetAddress();
    }

    /** The TLS side of the connection, for what the server knows of the handshake. */
    public SSLSocket tls() {
        return (SSLSocket) stream;
    }

    /** How the client began the handshake. */
    public ClientHello clientHello() {
        return Objects.requireNonNull(hello, "no TLS here");
    }
}
