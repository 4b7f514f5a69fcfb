package dev.websocketexporter.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on UDP that knows a few names; whatever else it is asked does not exist (RFC 1035). */
public final class DnsServer implements Closeable {
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int TYPE_SRV = 33;
    private static final int HEADER_LENGTH = 12;
    private static final int NXDOMAIN = 3;

    private final DatagramSocket socket;
    private final Map<String, Answer> answers;
    private final Map<String, AtomicInteger> queries = new ConcurrentHashMap<>();
    private final Thread thread;

    /** What the server says of a name. */
    public sealed interface Answer {
        /** The addresses of the family that was asked for; without any of it, the name exists but has no data. */
        record Addresses(List<InetAddress> addresses) implements Answer {}

        /** The services of a name (RFC 2782); to a question about its addresses, it has none. */
        record Services(List<Service> services) implements Answer {}

        /** A response code other than NOERROR: 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED (RFC 1035 §4.1.1). */
        record Code(int code) implements Answer {}

        /** The IPv4 addresses; to a question about IPv6 there is no response. */
        record SilentAboutIp6(List<InetAddress> addresses) implements Answer {}

        /** No response at all. */
        record Silence() implements Answer {}

        /** Where one server of a service is. */
        record Service(String host, int port) {}

        static Answer addresses(String... literals) {
            return new Addresses(Arrays.stream(literals).map(DnsServer::literal).toList());
        }
    }

    /** @param answers by name, in lower case and without the last dot */
    public DnsServer(Map<String, Answer> answers) throws IOException {
        this(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), answers);
    }

    /** For a client whose name servers have no port to choose: theirs is 53, which takes a privileged user. */
    public DnsServer(InetSocketAddress address, Map<String, Answer> answers) throws IOException {
        this.socket = new DatagramSocket(address);
        this.answers = Map.copyOf(answers);
        this.thread = new Thread(this::serve, "dns-server-" + socket.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** How many questions were asked about the name, of whatever type. */
    public int queriesFor(String name) {
        return queries.getOrDefault(name, new AtomicInteger()).get();
    }

    @Override
    public void close() {
        socket.close();
        Conditions.awaitEnd(thread);
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] response = respond(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (response.length > 0) {
                    socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
                }
            } catch (SocketException e) {
                return; // closed, which is how this ends
            } catch (IOException e) {
                throw new IllegalStateException("name server", e);
            }
        }
    }

    private byte[] respond(byte[] query) {
        StringBuilder name = new StringBuilder();
        int position = HEADER_LENGTH;
        while (query[position] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query, position + 1, query[position], StandardCharsets.US_ASCII));
            position += query[position] + 1;
        }
        int type = ByteBuffer.wrap(query).getShort(position + 1);
        int questionEnd = position + 5;
        String asked = name.toString().toLowerCase(Locale.ROOT);
        queries.computeIfAbsent(asked, n -> new AtomicInteger()).incrementAndGet();
        byte[] question = Arrays.copyOf(query, questionEnd);
        Answer answer = answers.getOrDefault(asked, new Answer.Code(NXDOMAIN));
        if (answer instanceof Answer.SilentAboutIp6 half && type == TYPE_A) {
            return response(question, 0, ofFamily(half.addresses(), type), type);
        }
        if (answer instanceof Answer.Addresses known) {
            return response(question, 0, ofFamily(known.addresses(), type), type);
        }
        if (answer instanceof Answer.Services known) {
            List<byte[]> records = type == TYPE_SRV
                    ? known.services().stream().map(DnsServer::serviceRecord).toList()
                    : List.of();
            return response(question, 0, records, type);
        }
        return answer instanceof Answer.Code code ? response(question, code.code(), List.of(), type) : new byte[0];
    }

    private static List<byte[]> ofFamily(List<InetAddress> addresses, int type) {
        int length = type == TYPE_A ? 4 : type == TYPE_AAAA ? 16 : 0;
        return addresses.stream()
                .map(InetAddress::getAddress)
                .filter(bytes -> bytes.length == length)
                .toList();
    }

    /** Priority 0, weight 0, the port, and the host's labels, each after its length. */
    private static byte[] serviceRecord(Answer.Service service) {
        ByteBuffer record =
                ByteBuffer.allocate(8 + service.host().length()).putInt(0).putShort((short) service.port());
        for (String label : service.host().split("\\.")) {
            record.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        return record.put((byte) 0).array();
    }

    private static byte[] response(byte[] question, int code, List<byte[]> records, int type) {
        int length = records.stream().mapToInt(record -> 12 + record.length).sum();
        ByteBuffer response = ByteBuffer.allocate(question.length + length);
        response.put(question);
        // A response, recursion desired and available; one question, so many answers, nothing else.
        response.putShort(2, (short) (0x8180 | code)).putShort(4, (short) 1).putShort(6, (short) records.size());
        response.putShort(8, (short) 0).putShort(10, (short) 0);
        for (byte[] record : records) {
            // The name is that of the question; class IN; may be kept for an hour, which nobody must do here.
            response.putShort((short) (0xc000 | HEADER_LENGTH))
                    .putShort((short) type)
                    .putShort((short) 1);
            response.putInt(3600).putShort((short) record.length).put(record);
        }
        return response.array();
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }
}
