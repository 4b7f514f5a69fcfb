package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.value.IpText;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What each name server did when it was asked a question, for the detail of a failure. Confined to one event loop. */
final class ServerConduct {
    private static final int PORT = 53;
    private static final String SILENT = "did not answer";

    /** As where a firewall knows DNS as UDP alone. */
    private static final String SILENT_OVER_TCP = ServerQuery.TRUNCATED + SILENT;

    /** How often it did what, by server and words; in the order in which they were asked. */
    private final Map<InetSocketAddress, Map<String, Integer>> conduct = new LinkedHashMap<>();

    void asked(InetSocketAddress server) {
        note(server, SILENT);
    }

    /** It truncated its answer, and is asked again over TCP. */
    void truncated(InetSocketAddress server) {
        replace(server, SILENT, SILENT_OVER_TCP);
    }

    /**
     * It did something else than to stay silent, in words that follow its address.
     *
     * @param truncated whether it had truncated its answer before
     */
    void did(InetSocketAddress server, boolean truncated, String words) {
        replace(server, truncated ? SILENT_OVER_TCP : SILENT, words);
    }

    private void replace(InetSocketAddress server, String before, String words) {
        conduct.getOrDefault(server, Map.of()).computeIfPresent(before, (none, times) -> times == 1 ? null : times - 1);
        note(server, words);
    }

    /** What it did beside, and is no answer: {@code sent a message that …}. */
    void alsoDid(InetSocketAddress server, String words) {
        note(server, words);
    }

    private void note(InetSocketAddress server, String words) {
        conduct.computeIfAbsent(server, none -> new LinkedHashMap<>()).merge(words, 1, Integer::sum);
    }

    /** Whether nobody did anything at all. */
    boolean isSilence() {
        return conduct.values().stream().allMatch(words -> words.keySet().equals(Set.of(SILENT)));
    }

    /** {@code 192.0.2.53 (2 tries), 192.0.2.54 (2 tries)}; for silence. */
    String tries() {
        List<String> parts = new ArrayList<>();
        conduct.forEach((server, words) ->
                parts.add(shown(server) + " (" + times(words.getOrDefault(SILENT, 0), "try", "tries") + ")"));
        return String.join(", ", parts);
    }

    /** {@code 192.0.2.53 answered SERVFAIL (2 times), 192.0.2.54 did not answer}. */
    @Override
    public String toString() {
        if (isSilence()) {
            return tries();
        }
        List<String> parts = new ArrayList<>();
        conduct.forEach((server, words) -> parts.add(words.entrySet().stream()
                .map(did ->
                        did.getKey() + (did.getValue() == 1 ? "" : " (" + times(did.getValue(), "time", "times") + ")"))
                .collect(Collectors.joining(" and ", shown(server) + " ", ""))));
        return String.join(", ", parts);
    }

    private static String times(int count, String one, String more) {
        return count + " " + (count == 1 ? one : more);
    }

    /** The address alone when the port is the usual one. */
    static String shown(InetSocketAddress server) {
        String zone = server.getAddress() instanceof Inet6Address scoped && scoped.getScopeId() != 0
                ? "%" + scoped.getScopeId()
                : "";
        return server.getPort() == PORT ? IpText.of(server.getAddress()) + zone : Text.of(server);
    }
}
