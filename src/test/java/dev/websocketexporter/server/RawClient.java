package dev.websocketexporter.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that does exactly what the test asks. */
public final class RawClient implements AutoCloseable {
    private static final int SMALL_WINDOW_BYTES = 4096;

    private final Socket socket = new Socket();

    private RawClient() {}

    public RawClient(InetSocketAddress server) throws IOException {
        connect(server);
    }

    private void connect(InetSocketAddress server) throws IOException {
        socket.connect(server, 5_000);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
    }

    /** A client whose kernel takes little as long as nobody reads. */
    public static RawClient slow(InetSocketAddress server) throws IOException {
        RawClient client = new RawClient();
        client.socket.setReceiveBufferSize(SMALL_WINDOW_BYTES);
        client.connect(server);
        return client;
    }

    /** A client with another address of this machine, such as 127.0.0.2. */
    public static RawClient from(String address, InetSocketAddress server) throws IOException {
        RawClient client = new RawClient();
        client.socket.bind(new InetSocketAddress(address, 0));
        client.connect(server);
        return client;
    }

    public static String request(String pathAndQuery) {
        return "GET " + pathAndQuery + " HTTP/1.1\r\nHost: exporter\r\n\r\n";
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends a FIN and goes on reading. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends an RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The head of one response. */
    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) readByte());
        }
        return head.toString();
    }

    /** One response with a Content-Length, head and body. */
    public String readResponse() throws IOException {
        String head = readHead();
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        int length = Integer.parseInt(
                lower.substring(at + 15, lower.indexOf('\r', at)).trim());
        byte[] body = socket.getInputStream().readNBytes(length);
        return head + new String(body, StandardCharsets.UTF_8);
    }

    public boolean hasMoreToRead() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    public String readToEnd() throws IOException {
        return new String(readBytesToEnd(), StandardCharsets.UTF_8);
    }

    public byte[] readBytesToEnd() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /** What has come by now, at most so much; negative: the end has. */
    public int readSome(byte[] target) throws IOException {
        return socket.getInputStream().read(target);
    }

    private int readByte() throws IOException {
        int value = socket.getInputStream().read();
        if (value < 0) {
            throw new IOException("the server closed the connection");
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
