package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Peer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** A proxy that connects to where it is told, by HTTP CONNECT. */
final class GoodProxy {
    private GoodProxy() {}

    static void tunnel(Peer peer) throws IOException {
        URI place = URI.create("any://" + peer.readHead().requestLine().split(" ")[1]);
        try (Socket target = new Socket(place.getHost(), place.getPort())) {
            peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
            peer.relay(target);
        }
    }
}
