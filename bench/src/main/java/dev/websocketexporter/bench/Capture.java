package dev.websocketexporter.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A capture of the loopback interface by tshark's own programs, which must be on PATH and allowed to capture. */
final class Capture implements AutoCloseable {
    private static final Pattern BEGUN = Pattern.compile("(?m)^File: ");
    private static final Pattern LOST =
            Pattern.compile("Packets received/dropped on interface '[^']*': (\\d+)/(\\d+) .*");
    /** Of each packet the headers, and the first bytes of what is said; a buffer of 64 MiB, so that none is lost. */
    private static final String DUMPCAP = "dumpcap\t-i\tlo\t-s\t256\t-B\t64\t-w\t%s\t-f\t%s";

    /** Takes nothing apart above TCP. */
    private static final String TSHARK = "tshark\t-r\t%s\t-n\t--disable-protocol\ttls\t--disable-protocol\thttp"
            + "\t-T\tfields\t-e\tframe.time_epoch\t-e\ttcp.stream\t-e\tip.dst\t-e\ttcp.dstport\t-e\ttcp.flags"
            + "\t-e\ttcp.seq\t-e\ttcp.len\t-e\ttcp.payload";

    private static final int PAYLOAD = 7;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private final Path directory;
    private final Path packets;
    private final Set<Integer> ports;
    private final Child dumpcap;

    private Capture(Path directory, Path packets, Set<Integer> ports, Child dumpcap) {
        this.directory = directory;
        this.packets = packets;
        this.ports = ports;
        this.dumpcap = dumpcap;
    }

    /**
     * What was captured.
     *
     * @param packets how many came
     * @param lost how many more there were; with any, what is told of connections may be wrong
     */
    record Taken(List<WireTimes> connections, long packets, long lost) {
        /** @param said what dumpcap said, at its end too */
        static Taken of(List<WireTimes> connections, String said) throws IOException {
            Matcher counted = LOST.matcher(said);
            if (!counted.find()) {
                throw new IOException("dumpcap did not say how many packets it lost: " + said);
            }
            return new Taken(connections, Long.parseLong(counted.group(1)), Long.parseLong(counted.group(2)));
        }
    }

    /** @param ports of the servers */
    static Capture start(Path directory, List<Integer> ports) throws IOException {
        Path packets = directory.resolve("packets.pcapng").toAbsolutePath();
        String filter = ports.stream().map(port -> "tcp port " + port).collect(Collectors.joining(" or "));
        Child dumpcap = Child.quiet(
                directory, "dumpcap", List.of(DUMPCAP.formatted(packets, filter).split("\t")));
        dumpcap.awaitLogged(BEGUN);
        return new Capture(directory, packets, Set.copyOf(ports), dumpcap);
    }

    /** Ends it and returns every connection that it saw. */
    Taken end() throws IOException {
        dumpcap.close();
        return Taken.of(connections(), dumpcap.said());
    }

    private List<WireTimes> connections() throws IOException {
        Path table = directory.resolve("packets.tsv");
        ProcessBuilder tshark = new ProcessBuilder(TSHARK.formatted(packets).split("\t"))
                .redirectOutput(table.toFile())
                .redirectError(directory.resolve("tshark.log").toFile());
        Process reading = tshark.start();
        try {
            if (reading.waitFor() != 0) {
                throw new IOException(
                        "tshark cannot read " + packets + ": " + Files.readString(directory.resolve("tshark.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the capture was read", e);
        }
        return connections(table, ports);
    }

    /**
     * Every connection whose beginning was captured.
     *
     * @param table a line for each packet, as {@link #TSHARK} writes it
     * @param ports of the servers
     */
    static List<WireTimes> connections(Path table, Set<Integer> ports) throws IOException {
        Map<String, WireTimes> connections = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(table)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                packet(line.split("\t", -1), ports, connections);
            }
        }
        return new ArrayList<>(connections.values());
    }

    private static void packet(String[] fields, Set<Integer> ports, Map<String, WireTimes> connections) {
        double at = Double.parseDouble(fields[0]);
        boolean toServer = ports.contains(Integer.valueOf(fields[3]));
        int flags = Integer.decode(fields[4]);
        if (toServer && (flags & SYN) != 0) {
            connections
                    .computeIfAbsent(fields[1], none -> new WireTimes(fields[2]))
                    .syn(at);
            return;
        }
        WireTimes connection = connections.get(fields[1]);
        if (connection == null) {
            return; // it was open when the capture began
        }
        if ((flags & SYN) != 0 && (flags & ACK) != 0) {
            connection.synAck(at);
        } else if (!fields[PAYLOAD].isEmpty()) {
            long from = Long.parseLong(fields[5]);
            int length = Integer.parseInt(fields[6]);
            if (toServer) {
                connection.sent(at, from, length, HexFormat.of().parseHex(fields[PAYLOAD]));
            } else {
                connection.received(at, from, length);
            }
        }
    }

    @Override
    public void close() {
        dumpcap.close();
    }
}
