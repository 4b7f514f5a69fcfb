package dev.websocketexporter.e2e;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the ready modules must say of the servers of {@link ReadyServers}. */
final class ReadyRows {
    /** Those that no table here has: {@link ReadyModulesE2eIT} tells their results one by one. */
    private static final Set<String> BY_THEMSELVES = Set.of("ping", "idle", "confirmed");

    static final List<Working> WORKING = List.of(
            new Working("echo", "echo")
                    .says(2, "text", "text_back", "binary", "binary_back")
                    .hears(2),
            new Working("graphql_transport_ws", "graphql")
                    .chooses("graphql-transport-ws")
                    .says(2, "init", "ack", "result", "complete")
                    .hears(3),
            new Working("graphql_ws_legacy", "legacy graphql")
                    .chooses("graphql-ws")
                    .says(3, "init", "ack", "result")
                    .hears(3),
            new Working("socket_io", "socket.io").says(2, "open", "connected").hears(2),
            new Working("stomp", "stomp")
                    .chooses("v12.stomp")
                    .says(2, "connect", "connected")
                    .hears(1)
                    .labels(Map.of("version", "1.2")),
            new Working("mqtt", "mqtt")
                    .chooses("mqtt")
                    .says(3, "connect", "connack", "pingresp")
                    .hears(2),
            new Working("signalr", "signalr").says(2, "handshake", "accepted").hears(1),
            new Working("action_cable", "cable")
                    .chooses("actioncable-v1-json")
                    .says(0, "welcome", "ping")
                    .hears(2),
            new Working("wamp", "wamp")
                    .chooses("wamp.2.json")
                    .says(2, "hello", "welcome", "goodbye")
                    .hears(2),
            new Working("json_rpc", "json-rpc").says(1, "call", "result").hears(1));

    static final List<Failing> REFUSING = List.of(
            new Failing("graphql_transport_ws", "graphql refusing", "transfer/closed_by_peer", 2, "Close 4403"),
            new Failing("graphql_transport_ws", "graphql broken", "transfer/timeout", 3, "no database"),
            new Failing(
                    "graphql_transport_ws",
                    "legacy graphql",
                    "processing/missing_subprotocol",
                    0,
                    "graphql-transport-ws"),
            new Failing("graphql_ws_legacy", "legacy graphql refusing", "transfer/closed_by_peer", 2, "no such user"),
            new Failing("socket_io", "socket.io refusing", "transfer/unexpected_message", 2, "no such user"),
            new Failing("stomp", "stomp", "transfer/unexpected_message", 2, "Virtual host '/nowhere' access denied")
                    .withTheAlteredFile(),
            new Failing("mqtt", "mqtt refusing", "transfer/unexpected_message", 2, "20020005"),
            new Failing("action_cable", "cable refusing", "transfer/unexpected_message", 1, "unauthorized"),
            new Failing("wamp", "wamp refusing", "transfer/unexpected_message", 2, "wamp.error.no_auth_method"),
            new Failing(
                    "json_rpc", "json-rpc without the method", "transfer/unexpected_message", 2, "Method not found"));

    /** An application that hangs: the upgrade works, the subprotocol is chosen, and then there is nothing. */
    static final List<Failing> DEAD = List.of(
            dead("echo", 2),
            dead("graphql_transport_ws", 2),
            dead("graphql_ws_legacy", 2),
            dead("socket_io", 1),
            dead("stomp", 2),
            dead("mqtt", 2),
            dead("signalr", 2),
            dead("phoenix", 2),
            dead("action_cable", 1),
            dead("wamp", 2),
            dead("json_rpc", 2),
            dead("kubernetes", 1),
            new Failing("ping", "deaf", "transfer/pong_missed", 0, "no pong to ping 1 of 3 within 2 s"));

    private ReadyRows() {}

    private static Failing dead(String module, int step) {
        return new Failing(module, "silent", "transfer/timeout", step, "no message came");
    }

    /** Whether a good server of the protocol is probed. */
    static boolean tested(String module) {
        return BY_THEMSELVES.contains(module)
                || WORKING.stream().anyMatch(row -> row.module().equals(module));
    }

    /**
     * A probe that succeeds.
     *
     * @param subprotocol the one chosen
     * @param sent how many messages
     * @param received how many messages
     */
    record Working(
            String module,
            String server,
            Optional<String> subprotocol,
            List<String> steps,
            int sent,
            int received,
            Map<String, String> labels) {
        Working(String module, String server) {
            this(module, server, Optional.empty(), List.of(), 0, 0, Map.of());
        }

        Working chooses(String name) {
            return new Working(module, server, Optional.of(name), steps, sent, received, labels);
        }

        Working says(int messages, String... inSteps) {
            return new Working(module, server, subprotocol, List.of(inSteps), messages, received, labels);
        }

        Working hears(int messages) {
            return new Working(module, server, subprotocol, steps, sent, messages, labels);
        }

        Working labels(Map<String, String> captured) {
            return new Working(module, server, subprotocol, steps, sent, received, captured);
        }
    }

    /**
     * A probe that fails.
     *
     * @param failure phase and reason
     * @param step its number from 1; 0: none
     * @param told what the debug text must have
     * @param altered whether the file is the altered one
     */
    record Failing(String module, String server, String failure, int step, String told, boolean altered) {
        Failing(String module, String server, String failure, int step, String told) {
            this(module, server, failure, step, told, false);
        }

        Failing withTheAlteredFile() {
            return new Failing(module, server, failure, step, told, true);
        }
    }
}
