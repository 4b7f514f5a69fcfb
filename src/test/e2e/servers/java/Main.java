import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Starts the servers and tells their addresses in one line. Each of them echoes text and binary messages. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        try {
            Map<String, String> urls = new TreeMap<>();
            at(urls, "/", Map.of(
                    "armeria", ArmeriaEcho::start,
                    "java-websocket", JavaWebSocketEcho::listen,
                    "jetty", JettyEcho::start,
                    "ktor", KtorEcho::start,
                    "netty", NettyEcho::start,
                    "pekko", PekkoEcho::start,
                    "tomcat", TomcatEcho::start,
                    "undertow", UndertowEcho::start,
                    "vertx", VertxEcho::start,
                    "webflux", WebFluxEcho::start));
            int spring = SpringServers.start();
            urls.put("spring-websocket", "ws://127.0.0.1:" + spring + "/echo");
            urls.put("spring-stomp", "ws://127.0.0.1:" + spring + "/stomp");
            System.out.println(json(urls));
        } catch (Throwable e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private static void at(Map<String, String> urls, String path, Map<String, Callable<Integer>> servers) throws Exception {
        for (Map.Entry<String, Callable<Integer>> server : servers.entrySet()) {
            urls.put(server.getKey(), "ws://127.0.0.1:" + server.getValue().call() + path);
        }
    }

    private static String json(Map<String, String> urls) {
        StringBuilder line = new StringBuilder("{");
        urls.forEach((id, url) -> line.append(line.length() > 1 ? "," : "")
                .append('"').append(id).append("\":\"").append(url).append('"'));
        return line.append('}').toString();
    }
}
