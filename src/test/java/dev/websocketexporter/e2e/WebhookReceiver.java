package dev.websocketexporter.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Takes what Alertmanager sends to a webhook. Safe for use by several threads. */
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final String secret;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    private WebhookReceiver(HttpServer server, String secret) {
        this.server = server;
        this.secret = secret;
    }

    /** One that refuses requests without the secret as their bearer token. */
    static WebhookReceiver start(String secret) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        WebhookReceiver receiver = new WebhookReceiver(server, secret);
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    private void take(HttpExchange exchange) throws IOException {
        Instant arrived = Instant.now();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known =
                    ("Bearer " + secret).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (known) {
                deliveries.add(new Delivery(arrived, body));
            }
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts";
    }

    /** All alerts of all notifications so far, in the order of their arrival. */
    List<Notice> notices() {
        return deliveries.stream().flatMap(Delivery::notices).toList();
    }

    /** How many notifications there were so far. */
    int deliveries() {
        return deliveries.size();
    }

    /** How many notifications there were so far for a receiver of Alertmanager's configuration. */
    int deliveries(String receiver) {
        return (int) deliveries.stream()
                .filter(delivery -> receiver.equals(delivery.message().get("receiver")))
                .count();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Delivery(Instant arrived, String body) {
        private Map<String, Object> message() {
            return new Yaml().load(body); // JSON is YAML, and a parser of YAML is at hand
        }

        private Stream<Notice> notices() {
            Map<String, Object> message = message();
            String receiver = (String) message.get("receiver");
            return AlertRule.entries(message, "alerts").map(alert -> Notice.of(arrived, receiver, alert));
        }
    }

    /**
     * One alert of a notification.
     *
     * @param arrived when the notification came in
     * @param receiver for whom it is, by Alertmanager's configuration
     * @param status {@code firing} or {@code resolved}
     * @param labels all of them, {@code alertname} included
     * @param annotations summary, description, runbook_url
     */
    record Notice(
            Instant arrived,
            String receiver,
            String status,
            Map<String, String> labels,
            Map<String, String> annotations) {
        @SuppressWarnings("unchecked") // JSON has no types
        private static Notice of(Instant arrived, String receiver, Map<String, Object> alert) {
            return new Notice(
                    arrived, receiver, (String) alert.get("status"), (Map<String, String>) alert.get("labels"), (Map<
                                    String, String>)
                            alert.get("annotations"));
        }

        boolean is(String alert, String instance, String status) {
            return alert.equals(labels.get("alertname"))
                    && instance.equals(labels.get("instance"))
                    && status.equals(this.status);
        }
    }
}
