package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A firewall that drops all packets to and from a port of this machine, without a word to anybody, as long as it is open. */
final class LostPackets implements AutoCloseable {
    private static final String RULES = "table inet %1$s {"
            + " chain lost { type filter hook input priority 0; tcp dport %2$d drop; tcp sport %2$d drop; }; }";

    /** What nft says to those who may not, and on a kernel without its tables. */
    private static final List<String> NOT_HERE =
            List.of("Operation not permitted", "Operation not supported", "Protocol not supported");

    private final Path nft;
    private final Path directory;
    private final String table;

    private LostPackets(Path nft, Path directory, String table) {
        this.nft = nft;
        this.directory = directory;
        this.table = table;
    }

    /** Skips the test where nobody may change the firewall. */
    static LostPackets of(int port, Path directory) throws IOException {
        Path nft = Tools.require("nft");
        LostPackets lost = new LostPackets(nft, directory, "websocket_exporter_test_" + port);
        Exporter.Ended ended = lost.run(RULES.formatted(lost.table, port));
        Programs.skipUnless(
                NOT_HERE.stream().noneMatch(ended.output()::contains),
                "the firewall cannot be changed here: " + ended.output());
        if (ended.status() != 0) {
            throw new AssertionError("nft: " + ended.output());
        }
        return lost;
    }

    private Exporter.Ended run(String command) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(directory, List.of(nft.toString(), command))) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }

    /** Packets pass again. */
    @Override
    public void close() throws IOException {
        Exporter.Ended ended = run("delete table inet " + table);
        if (ended.status() != 0) {
            throw new AssertionError("the rules of " + table + " remain: " + ended.output());
        }
    }
}
