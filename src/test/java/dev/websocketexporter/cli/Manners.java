package dev.websocketexporter.cli;

import dev.websocketexporter.testkit.ClientHello;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** How servers behave that make people diagnose them. */
final class Manners {
    static final String PAGE =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
    static final String REFUSED =
            "HTTP/1.1 403 Forbidden\r\nServer: picky\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno";
    static final String BAD_REQUEST =
            "HTTP/1.1 400 Bad Request\r\nServer: picky\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nbad";
    static final String UPGRADE_REQUIRED =
            "HTTP/1.1 426 Upgrade Required\r\nServer: envoy\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n";

    private Manners() {}

    /** Upgrades requests like that, and gives all others the same answer, ordinary ones too. */
    static Script upgradesIf(Predicate<RequestHead> wanted, String otherwise) {
        return peer -> {
            RequestHead head = peer.readHead();
            if (isUpgrade(head) && wanted.test(head)) {
                converse(peer, UpgradeAnswer.to(head));
            } else {
                refuse(peer, otherwise);
            }
        };
    }

    static Script upgrades() {
        return upgradesIf(head -> true, PAGE);
    }

    /** As a server does whose proxy has taken the Upgrade away. */
    static Script answers(String always) {
        return upgradesIf(head -> false, always);
    }

    /** Whatever it plays first, it plays with the first connection alone. */
    static Script first(Script first, Script then) {
        AtomicInteger connections = new AtomicInteger();
        return peer -> (connections.getAndIncrement() == 0 ? first : then).play(peer);
    }

    static boolean isUpgrade(RequestHead head) {
        return head.header("Sec-WebSocket-Key").isPresent();
    }

    static boolean offers(RequestHead head, String name, String value) {
        return head.header(name).orElse("").contains(value);
    }

    /** Takes the subprotocol, which is the only one that it is offered. */
    static Script speaksOnly(String subprotocol, String otherwise) {
        return peer -> {
            RequestHead head = peer.readHead();
            String offered = head.header("Sec-WebSocket-Protocol").orElse("");
            if (isUpgrade(head) && offered.equals(subprotocol)) {
                converse(peer, UpgradeAnswer.to(head).with("Sec-WebSocket-Protocol", subprotocol));
            } else {
                refuse(peer, otherwise);
            }
        };
    }

    static void refuse(Peer peer, String answer) throws IOException {
        peer.send(answer);
        peer.fin();
    }

    /** Upgrades and answers a Close with a Close. */
    static void converse(Peer peer, UpgradeAnswer answer) throws IOException {
        peer.send(answer.text());
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    }

    /** Passes TLS on to the port that the ClientHello chooses; 0: resets the connection. */
    static Script passesTlsOn(ToIntFunction<ClientHello> port) {
        return peer -> {
            byte[] hello = peer.readTlsRecord();
            int chosen = port.applyAsInt(ClientHello.parse(hello));
            if (chosen == 0) {
                peer.reset();
                return;
            }
            try (Socket backend = new Socket("127.0.0.1", chosen)) {
                backend.getOutputStream().write(hello);
                peer.relay(backend);
            }
        };
    }
}
