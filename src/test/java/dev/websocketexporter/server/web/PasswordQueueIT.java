package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A password may wait for others that are checked before it for longer than a connection may be idle. */
@Timeout(90)
class PasswordQueueIT extends WebStage {
    /** More of them than there are places, from so many addresses as have four each. */
    private static final int ADDRESSES = 18;

    /** On any other system, 127.0.0.1 is the only one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void loginIsAnsweredHoweverLongItWaitsInAFullQueue() throws Exception {
        RunningServer server = start(users(9));
        // The first one loads classes: the others would be idle for so long before anybody looks at them.
        assertThat(server.get("/metrics", "Authorization", basic("prom:test")).statusCode())
                .isEqualTo(200);
        server.setConnectionIdleTimeout(Duration.ofMillis(700));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < ADDRESSES * PasswordChecks.MOST_WAITING_OF_A_CLIENT; i++) {
            RawClient client = RawClient.from("127.0.0." + (2 + i % ADDRESSES), server.address());
            client.send("GET /metrics HTTP/1.1\r\nHost: exporter\r\nConnection: close\r\nAuthorization: "
                    + basic("prom:" + i) + "\r\n\r\n");
            clients.add(client);
        }

        List<String> statuses = new ArrayList<>();
        for (RawClient client : clients) {
            statuses.add(client.readToEnd().lines().findFirst().orElse("a bare close"));
            client.close();
        }

        assertThat(statuses)
                .containsOnly("HTTP/1.1 401 Unauthorized", "HTTP/1.1 503 Service Unavailable")
                .filteredOn(status -> status.contains(" 401 "))
                .hasSizeGreaterThan(ADDRESSES);
    }

    @Test
    void loginOfHttp2IsAnsweredHoweverLongItWaits() throws Exception {
        RunningServer server = start(PAIR + users(12));
        // By a connection of its own: the first handshake loads classes, for longer than the others may be idle.
        assertThat(http(Version.HTTP_2, null)
                        .send(request("/metrics", "prom:test"), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        server.setConnectionIdleTimeout(Duration.ofMillis(700));
        HttpClient http = http(Version.HTTP_2, null);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < PasswordChecks.MOST_WAITING_OF_A_CLIENT; i++) {
            answers.add(http.sendAsync(request("/metrics", "prom:" + i), BodyHandlers.ofString()));
        }

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(401);
        }
    }

    private static String users(int cost) {
        String hash = OpenBSDBCrypt.generate("2y", "test".toCharArray(), new byte[16], cost);
        return "basic_auth_users: {prom: " + hash + "}\n";
    }
}
