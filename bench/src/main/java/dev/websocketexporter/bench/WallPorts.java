package dev.websocketexporter.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Uses up the local ports towards one server, as a neighbour on the same machine can, in this network namespace. */
final class WallPorts implements WallTrouble.End {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** None of those that were used before. */
    private static final String NARROW = "20000 20299";

    private static final int MORE_THAN_THERE_ARE = 400;

    private final String before;
    private final List<SocketChannel> taken = new ArrayList<>();

    private WallPorts(String before) {
        this.before = before;
    }

    static WallTrouble usedUp(int serverPort) {
        return port -> {
            WallPorts ports = new WallPorts(range());
            Files.writeString(RANGE, NARROW);
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
            for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
                SocketChannel channel = SocketChannel.open();
                ports.taken.add(channel);
                try {
                    channel.connect(server);
                } catch (SocketException e) {
                    return ports;
                }
            }
            ports.close();
            throw new IOException(RANGE + ": \"" + NARROW + "\" is not in force");
        };
    }

    /** In one read, since a second one finds the end: Files.readString would have the first byte. */
    private static String range() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(RANGE)) {
            return reader.readLine();
        }
    }

    @Override
    public void close() throws IOException {
        Files.writeString(RANGE, before);
        for (SocketChannel channel : taken) {
            channel.close();
        }
    }
}
