package dev.websocketexporter.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/**
 * Where the servers of {@code bench/soak --faults} are: each has a port that it keeps when it is started again. The ports lie
 * below those that the kernel gives to clients, so that no client can have taken one meanwhile.
 *
 * @param directory of files that servers, exporter and load share
 * @param firstPort of {@link #PORTS} that follow one another
 */
record SoakPlace(Path directory, int firstPort) {
    /** The name that all certificates are for which hold. */
    static final String NAME = "target.soak.example";

    /** More than there are servers. */
    static final int PORTS = 64;

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 30_000;
    private static final int TRIES = 100;

    /** Ports that nobody has at the moment. */
    static SoakPlace find(Path directory) throws IOException {
        Files.createDirectories(directory);
        Random random = new Random();
        for (int i = 0; i < TRIES; i++) {
            SoakPlace place = new SoakPlace(directory.toAbsolutePath(), random.nextInt(LOWEST, HIGHEST));
            if (place.isFree()) {
                return place;
            }
        }
        throw new IllegalStateException("no " + PORTS + " free ports between " + LOWEST + " and " + HIGHEST);
    }

    private boolean isFree() {
        for (int i = 0; i < PORTS; i++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress((InetAddress) null, port(i)));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    int port(int index) {
        return firstPort + index;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Nobody who reads the file sees half of it. */
    void publish(String name, String content) throws IOException {
        Path fresh = Files.createTempFile(directory, name, ".new");
        Files.writeString(fresh, content);
        Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@code {port}} and {@code {dir}} replaced. */
    String filled(String template, int index) {
        return template.replace("{port}", String.valueOf(port(index))).replace("{dir}", directory.toString());
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
