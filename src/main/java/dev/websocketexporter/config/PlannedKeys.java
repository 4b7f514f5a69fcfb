package dev.websocketexporter.config;

import dev.websocketexporter.config.Key.Status;
import dev.websocketexporter.config.Key.Unread;
import java.util.List;

/** The keys that are planned. Whoever builds one moves it to the {@link Catalogue}. */
final class PlannedKeys {
    static final List<Key> WEBSOCKET = List.of(
            planned("compression", "Offers permessage-deflate."),
            planned("require_compression", "Fails unless compression was chosen."),
            planned(
                    "query_response",
                    "The conversation after the upgrade.",
                    planned("name", "Names the step."),
                    planned("send", "A text message to send."),
                    planned("send_binary", "A binary message to send."),
                    planned("send_file", "A file with a message to send."),
                    planned("expect", "A regular expression on the next message."),
                    planned("expect_json", "Values in the next message."),
                    planned("expect_binary", "The bytes of the next message."),
                    planned("expect_bytes", "The bytes of the next message."),
                    planned("skip", "How many messages that do not match may come first."),
                    planned("timeout", "The most that the step may take."),
                    planned("labels", "Labels of probe_expect_info."),
                    new Unread("starttls", Status.IGNORED, "A wss target has TLS from the start.", List.of())),
            planned("max_message_size", "The largest message received."),
            planned(
                    "heartbeat",
                    "Pings after the upgrade.",
                    planned("pings", "How many."),
                    planned("interval", "The time between two."),
                    planned("timeout", "How long a pong may take."),
                    planned("max_missed", "How many pongs may be missing.")),
            planned("hold", "How long the open connection is kept idle."),
            planned(
                    "close",
                    "The closing handshake.",
                    planned("code", "The close code."),
                    planned("timeout", "How long the peer's Close is waited for."),
                    planned("required", "Fails when the peer does not answer.")),
            planned("attempts", "Tries in all."),
            planned("attempt_interval", "The time between two tries."));

    private PlannedKeys() {}

    private static Unread planned(String name, String help, Key... members) {
        return new Unread(name, Status.NOT_YET, help, List.of(members));
    }
}
