#!/usr/bin/env bash
# Spring's simple STOMP broker answers a DISCONNECT that asks for no receipt, which STOMP 1.2 allows, by an ERROR frame
# ("Session closed.") and closes the WebSocket with 1002, a protocol error; with a receipt it sends a RECEIPT and leaves the
# connection to the client. So a client that says good-bye in the short way looks like one that broke the protocol.
# Seen: org.springframework:spring-websocket 7.0.10 and spring-messaging 7.0.10 on Tomcat 11.0.27.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies>
<dependency><groupId>org.springframework</groupId><artifactId>spring-webmvc</artifactId><version>7.0.10</version></dependency>
<dependency><groupId>org.springframework</groupId><artifactId>spring-websocket</artifactId><version>7.0.10</version></dependency>
<dependency><groupId>org.springframework</groupId><artifactId>spring-messaging</artifactId><version>7.0.10</version></dependency>
<dependency><groupId>org.apache.tomcat.embed</groupId><artifactId>tomcat-embed-websocket</artifactId><version>11.0.27</version></dependency>
</dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
mkdir src
cat >src/Disconnect.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

class Disconnect {
    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("tomcat");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), Set.of());
        var spring = new AnnotationConfigWebApplicationContext();
        spring.register(Broker.class);
        Tomcat.addServlet(context, "spring", new DispatcherServlet(spring)).setLoadOnStartup(1);
        context.addServletMappingDecoded("/", "spring");
        tomcat.start();
        URI uri = URI.create("ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/stomp");
        System.out.println(farewell(uri, "") + "; " + farewell(uri, "receipt:1\n"));
        System.exit(0);
    }

    /** What follows a DISCONNECT with these header lines: the frame's command, and a Close of the server, if one comes within 2 s. */
    private static String farewell(URI uri, String headers) throws Exception {
        Client client = new Client(headers);
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("v12.stomp").buildAsync(uri, client).get(30, TimeUnit.SECONDS);
        String command = client.command.get(30, TimeUnit.SECONDS);
        return command + " " + client.close.completeOnTimeout(0, 2, TimeUnit.SECONDS).get();
    }

    private static final class Client implements WebSocket.Listener {
        private final CompletableFuture<String> command = new CompletableFuture<>();
        private final CompletableFuture<Integer> close = new CompletableFuture<>();
        private final String headers;

        private Client(String headers) {
            this.headers = headers;
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.sendText("CONNECT\naccept-version:1.2\nhost:/\n\n\0", true);
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence frame, boolean last) {
            String first = frame.toString().lines().findFirst().orElse("");
            if (first.equals("CONNECTED")) {
                socket.sendText("DISCONNECT\n" + headers + "\n\0", true);
            } else {
                command.complete(first);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            close.complete(code);
            return null;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSocketMessageBroker
    static class Broker implements WebSocketMessageBrokerConfigurer {
        @Override
        public void registerStompEndpoints(StompEndpointRegistry registry) {
            registry.addEndpoint("/stomp");
        }

        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.enableSimpleBroker("/topic");
        }
    }
}
JAVA
javac -proc:none -XDsuppressNotes -d classes -cp 'lib/*' src/Disconnect.java
seen="$(timeout 120 java -cp 'classes:lib/*' Disconnect 2>/dev/null)"
echo "without a receipt, with one: $seen"
[ "$seen" = "ERROR 1002; RECEIPT 0" ] || { echo "changed: expected ERROR 1002; RECEIPT 0" >&2; exit 1; }
