#!/usr/bin/env bash
# A connection of Jetty's server that had two small requests and is idle since keeps some 105 KB of heap, nearly all of it one
# array: the parser's memory of header fields. `HttpConfiguration.setHeaderCacheSize` (1024 by default) counts characters of
# fields; what is made for them, for each connection and with its second request, takes a hundred times that. 700 scrapers that
# keep their connections take 70 MB. With size 0 the same connection keeps less than 4 KB.
# Seen: org.eclipse.jetty:jetty-server 12.1.14 on Java 17.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>org.eclipse.jetty</groupId><artifactId>jetty-server</artifactId><version>12.1.14</version>
</dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Idle.java <<'JAVA'
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

class Idle {
    private static final int CONNECTIONS = 200;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Prometheus/3.5\r\n"
            + "Accept: text/plain\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n";

    public static void main(String[] arguments) throws Exception {
        System.out.println(perConnection(1024) + " " + perConnection(0));
        System.exit(0);
    }

    private static long perConnection(int cache) throws Exception {
        var http = new HttpConfiguration();
        http.setHeaderCacheSize(cache);
        var server = new Server();
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                callback.succeeded();
                return true;
            }
        });
        server.start();
        var sockets = new ArrayList<Socket>();
        ask(connector, sockets);
        long before = used();
        for (int i = 0; i < CONNECTIONS; i++) {
            ask(connector, sockets);
        }
        long after = used();
        for (var socket : sockets) {
            socket.close();
        }
        server.stop();
        return (after - before) / CONNECTIONS;
    }

    private static void ask(ServerConnector connector, ArrayList<Socket> sockets) throws Exception {
        var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        sockets.add(socket);
        for (int i = 0; i < 2; i++) {
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".length());
        }
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
JAVA
read -r with without <<<"$(timeout 60 java -XX:+UseSerialGC -Xmx256m -cp 'lib/*' Idle.java 2>/dev/null)"
echo "heap of an idle connection: $with bytes, $without without the cache of fields"
[ "$with" -gt 80000 ] && [ "$with" -gt $((20 * without)) ] ||
  { echo "changed: expected more than 80000 bytes, twenty times as many as without the cache" >&2; exit 1; }
