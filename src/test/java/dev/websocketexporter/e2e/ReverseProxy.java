package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A proxy in front of the exporter: its lines of {@code docs/running.md}, and around them what only a test needs. */
enum ReverseProxy {
    NGINX("listen 80;", "listen 127.0.0.1:%d;") {
        @Override
        List<String> command(Path directory, String snippet, int port) throws IOException {
            Path file = Files.writeString(directory.resolve("nginx.conf"), Nginx.configuration(directory, snippet));
            return List.of(program("nginx"), "-p", directory.toString(), "-e", "stderr", "-c", file.toString());
        }
    },
    HAPROXY("bind :80", "bind 127.0.0.1:%d") {
        @Override
        List<String> command(Path directory, String snippet, int port) throws IOException {
            Path file = Files.writeString(directory.resolve("haproxy.cfg"), snippet);
            return List.of(program("haproxy"), "-db", "-f", file.toString());
        }
    },
    CADDY("exporter.example.com {", "http://127.0.0.1:%d {") {
        @Override
        List<String> command(Path directory, String snippet, int port) throws IOException {
            Path file = Files.writeString(directory.resolve("Caddyfile"), """
                    {
                      admin off
                      storage file_system %s
                    }
                    %s""".formatted(directory, snippet));
            return List.of(program("caddy"), "run", "--config", file.toString(), "--adapter", "caddyfile");
        }
    },
    APACHE("<VirtualHost *:80>", "<VirtualHost 127.0.0.1:%d>") {
        /** The user and the group matter only if the test runs as root. */
        @Override
        List<String> command(Path directory, String snippet, int port) throws IOException {
            Path file = Files.writeString(directory.resolve("apache.conf"), """
                    LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                    LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                    LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
                    LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
                    ServerRoot %1$s
                    ServerName exporter.example.com
                    User nobody
                    Group nogroup
                    PidFile %1$s/apache.pid
                    DefaultRuntimeDir %1$s
                    ErrorLog /dev/stderr
                    Listen 127.0.0.1:%2$d
                    %3$s""".formatted(directory, port, snippet));
            return List.of(program("apache2"), "-DFOREGROUND", "-f", file.toString());
        }
    };

    private static final Path PAGE = Path.of("docs", "running.md");
    /** Of the exporter, in the page. */
    private static final String DEFAULT_PORT = ":10115";

    private final String listens;
    private final String listensInTests;

    /**
     * @param listens where its lines say on which port
     * @param listensInTests the same with a port of the test's
     */
    ReverseProxy(String listens, String listensInTests) {
        this.listens = listens;
        this.listensInTests = listensInTests;
    }

    /** Writes its configuration; returns how it is started. */
    abstract List<String> command(Path directory, String snippet, int port) throws IOException;

    /** One that runs, and its port. */
    record Running(ManagedProcess process, int port) implements AutoCloseable {
        String url(String scheme, String path) {
            return scheme + "://127.0.0.1:" + port + path;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** @param directory which it has for itself */
    Running inFrontOf(Exporter exporter, Path directory) throws IOException {
        int port = Http.freePort();
        String snippet = snippet();
        assertThat(snippet).containsOnlyOnce(listens).containsOnlyOnce(DEFAULT_PORT);
        List<String> command = command(
                directory,
                snippet.replace(listens, listensInTests.formatted(port)).replace(DEFAULT_PORT, ":" + exporter.port()),
                port);
        ManagedProcess process = ManagedProcess.start(directory, command);
        return new Running(process.awaitReady(() -> Http.accepts(port)), port);
    }

    private String snippet() throws IOException {
        String language = this == CADDY ? "caddyfile" : name().toLowerCase(Locale.ROOT);
        List<String> snippets = Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(snippets).as("%s in %s", language, PAGE).hasSize(1);
        return snippets.get(0);
    }

    private static String program(String name) {
        return Tools.require(name).toString();
    }
}
