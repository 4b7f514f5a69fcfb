package dev.websocketexporter.engine;

import dev.websocketexporter.testkit.Programs;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openssl s_server}, whose other end a thread of the test plays: it answers an upgrade request. */
final class OpensslServer implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");

    private final Process process;
    private final int port;
    private final String beforeAnswer;
    private final Thread player;

    private OpensslServer(Process process, int port, String beforeAnswer) {
        this.process = process;
        this.port = port;
        this.beforeAnswer = beforeAnswer;
        this.player = new Thread(this::play, "openssl");
        player.setDaemon(true);
        player.start();
    }

    /**
     * Starts one on 127.0.0.1.
     *
     * @param beforeAnswer a command of its own ({@code R} renegotiates and asks for a certificate), given when the request
     *     has come; empty: none
     */
    static OpensslServer start(Path directory, TestIdentity identity, String beforeAnswer, String... options)
            throws Exception {
        Path chain = Files.writeString(directory.resolve("openssl.crt"), identity.chainPem());
        Path key = Files.writeString(directory.resolve("openssl.key"), identity.keyPem());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                Programs.require("openssl").toString(),
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                chain.toString(),
                "-cert_chain",
                chain.toString(),
                "-key",
                key.toString(),
                "-crlf"));
        command.addAll(List.of(options));
        OpensslServer server = new OpensslServer(
                new ProcessBuilder(command).redirectErrorStream(true).start(), port, beforeAnswer);
        server.awaitListening();
        return server;
    }

    private void awaitListening() throws Exception {
        for (int i = 0; i < 200; i++) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("openssl does not listen");
    }

    int port() {
        return port;
    }

    private void play() {
        try (InputStream out = process.getInputStream();
                OutputStream in = process.getOutputStream()) {
            StringBuilder seen = new StringBuilder();
            byte[] buffer = new byte[8192];
            for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
                seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                Matcher key = KEY.matcher(seen);
                if (key.find() && seen.indexOf("\r\n\r\n", key.end()) >= 0) {
                    String answer = answer(key.group(1));
                    seen.setLength(0);
                    if (!beforeAnswer.isEmpty()) {
                        in.write((beforeAnswer + "\n").getBytes(StandardCharsets.US_ASCII));
                        in.flush();
                        // What s_server reads in one piece, it takes as one command.
                        Thread.sleep(300);
                    }
                    in.write(answer.getBytes(StandardCharsets.US_ASCII));
                    in.flush();
                }
            }
        } catch (IOException | InterruptedException ended) {
            // The test is over.
        }
    }

    private static String answer(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest) + "\n\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("openssl does not end");
            }
            player.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
