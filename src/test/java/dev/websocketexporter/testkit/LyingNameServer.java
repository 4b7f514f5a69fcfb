package dev.websocketexporter.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A name server on UDP and TCP that does what a test says for each query, right or wrong (RFC 1035 §4). */
public final class LyingNameServer implements Closeable {
    public static final int A = 1;
    public static final int AAAA = 28;
    public static final int SERVFAIL = 2;
    public static final int NXDOMAIN = 3;

    private static final int CNAME = 5;
    private static final int HEADER = 12;
    private static final int TRIES = 50;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final InetSocketAddress address;
    private final Conduct conduct;
    private final List<Query> queries = new CopyOnWriteArrayList<>();

    /** What the server does with a query; without a reply it is silent. */
    @FunctionalInterface
    public interface Conduct {
        void on(Query query) throws IOException;
    }

    public LyingNameServer(Conduct conduct) throws IOException {
        this("127.0.0.1", 0, conduct);
    }

    public LyingNameServer(String address, int port, Conduct conduct) throws IOException {
        this.conduct = conduct;
        DatagramSocket datagrams = null;
        ServerSocket connections = null;
        for (int i = 0; i < TRIES && connections == null; i++) {
            datagrams = new DatagramSocket(new InetSocketAddress(address, port));
            try {
                connections = new ServerSocket(datagrams.getLocalPort(), 50, InetAddress.getByName(address));
            } catch (IOException e) {
                datagrams.close();
                if (i == TRIES - 1) {
                    throw e;
                }
            }
        }
        this.udp = datagrams;
        this.tcp = connections;
        this.address = new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
        start(this::serveUdp);
        start(this::serveTcp);
    }

    private static void start(Runnable serve) {
        Thread thread = new Thread(serve, "lying-name-server");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return address;
    }

    /** What was asked so far, in order. */
    public List<Query> queries() {
        return List.copyOf(queries);
    }

    /** The names and types that were asked for, such as {@code a.test A}, over TCP with {@code a.test A tcp}. */
    public List<String> asked() {
        return queries.stream().map(Query::toString).toList();
    }

    /** From now on TCP is refused. */
    public void closeTcp() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new IllegalStateException("name server", e);
        }
    }

    @Override
    public void close() {
        udp.close();
        closeTcp();
    }

    private void serveUdp() {
        byte[] buffer = new byte[2048];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
                note(new Query(Arrays.copyOf(packet.getData(), packet.getLength()), client, null));
            } catch (SocketException e) {
                return; // closed, which is how this ends
            } catch (IOException e) {
                throw new IllegalStateException("name server", e);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed, which is how this ends
            }
        }
    }

    /** glibc asks for both families on one connection. */
    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                note(new Query(query, (InetSocketAddress) socket.getRemoteSocketAddress(), socket));
            }
        } catch (IOException e) {
            // Closed, by us or by the client.
        }
    }

    private void note(Query query) throws IOException {
        queries.add(query);
        conduct.on(query);
    }

    /** A query, and the ways to answer it. */
    public final class Query {
        private final byte[] bytes;
        private final InetSocketAddress client;
        private final @Nullable Socket socket;
        private final String name;
        private final int type;
        private final int questionEnd;

        private Query(byte[] bytes, InetSocketAddress client, @Nullable Socket socket) {
            this.bytes = bytes;
            this.client = client;
            this.socket = socket;
            StringBuilder labels = new StringBuilder();
            int at = HEADER;
            while (bytes[at] != 0) {
                labels.append(labels.isEmpty() ? "" : ".")
                        .append(new String(bytes, at + 1, bytes[at], StandardCharsets.US_ASCII));
                at += bytes[at] + 1;
            }
            this.name = labels.toString().toLowerCase(Locale.ROOT);
            this.type = ByteBuffer.wrap(bytes).getShort(at + 1);
            this.questionEnd = at + 5;
        }

        public String name() {
            return name;
        }

        public boolean isA() {
            return type == A;
        }

        public boolean overTcp() {
            return socket != null;
        }

        public InetSocketAddress client() {
            return client;
        }

        public int id() {
            return ByteBuffer.wrap(bytes).getShort(0) & 0xffff;
        }

        /** Which query about this name and type it is, from 1. */
        public long number() {
            return queries.stream()
                    .filter(query -> query.name.equals(name) && query.type == type && query.overTcp() == overTcp())
                    .count();
        }

        /** The addresses of the type that was asked for; none of it is no data. */
        public void addresses(String... literals) throws IOException {
            Message message = message();
            for (String literal : literals) {
                message.address(name, literal);
            }
            message.send();
        }

        public void code(int code) throws IOException {
            message().code(code).send();
        }

        public Message message() {
            return new Message(this);
        }

        @Override
        public String toString() {
            return name + (type == A ? " A" : type == AAAA ? " AAAA" : " type " + type) + (overTcp() ? " tcp" : "");
        }
    }

    /** A response in the making: what is not said is as it should be. */
    public final class Message {
        private final Query query;
        private int id;
        private int flags = 0x8180;
        private byte[] question;
        private int questions = 1;
        private final List<byte[]> records = new ArrayList<>();

        private Message(Query query) {
            this.query = query;
            this.id = query.id();
            this.question = Arrays.copyOfRange(query.bytes, HEADER, query.questionEnd);
        }

        public Message code(int code) {
            flags = flags & ~0xf | code;
            return this;
        }

        public Message id(int other) {
            id = other;
            return this;
        }

        /** All of the second 16 bits of the header. */
        public Message flags(int all) {
            flags = all;
            return this;
        }

        public Message truncated() {
            flags |= 0x0200;
            return this;
        }

        public Message question(String name, int type) {
            question = ByteBuffer.allocate(name.length() + 6)
                    .put(wire(name))
                    .putShort((short) type)
                    .putShort((short) 1)
                    .array();
            return this;
        }

        public Message withoutQuestion() {
            question = new byte[0];
            questions = 0;
            return this;
        }

        /** A record if it is of the type that was asked for. */
        public Message address(String owner, String literal) throws IOException {
            byte[] bytes = InetAddress.getByName(literal).getAddress();
            int type = bytes.length == 4 ? A : AAAA;
            return type == query.type ? record(owner, type, bytes) : this;
        }

        public Message alias(String owner, String target) {
            return record(owner, CNAME, wire(target));
        }

        public Message record(String owner, int type, byte[] data) {
            ByteBuffer record = ByteBuffer.allocate(owner.length() + 2 + 10 + data.length);
            record.put(wire(owner)).putShort((short) type).putShort((short) 1).putInt(60);
            record.putShort((short) data.length).put(data);
            records.add(record.array());
            return this;
        }

        public byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer header = ByteBuffer.allocate(HEADER).putShort((short) id).putShort((short) flags);
            header.putShort((short) questions).putShort((short) records.size());
            all.writeBytes(header.array());
            all.writeBytes(question);
            records.forEach(all::writeBytes);
            return all.toByteArray();
        }

        public void send() throws IOException {
            send(bytes());
        }

        /** Only so many bytes of it; over TCP the length says that more come, and the connection ends. */
        public void sendCut(int length) throws IOException {
            if (query.socket != null) {
                query.socket.getOutputStream().write(framed(bytes()), 0, length + 2);
                query.socket.close();
            } else {
                send(Arrays.copyOf(bytes(), length));
            }
        }

        public void send(byte[] bytes) throws IOException {
            if (query.socket != null) {
                query.socket.getOutputStream().write(framed(bytes));
            } else {
                udp.send(new DatagramPacket(bytes, bytes.length, query.client));
            }
        }

        /** From another socket than the one that was asked. */
        public void sendFrom(String address) throws IOException {
            byte[] bytes = bytes();
            try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(address, 0))) {
                other.send(new DatagramPacket(bytes, bytes.length, query.client));
            }
        }

        private byte[] framed(byte[] message) throws IOException {
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(framed);
            out.writeShort(message.length);
            out.write(message);
            return framed.toByteArray();
        }
    }

    private static byte[] wire(String name) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            wire.write(label.length());
            wire.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        wire.write(0);
        return wire.toByteArray();
    }
}
