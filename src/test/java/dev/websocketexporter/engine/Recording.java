package dev.websocketexporter.engine;

import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server's memory of the requests that it was sent. */
final class Recording {
    private final List<RequestHead> heads = new CopyOnWriteArrayList<>();

    List<RequestHead> heads() {
        return heads;
    }

    RequestHead first() {
        return heads.get(0);
    }

    /** Notes the request and upgrades. */
    Script upgrading() {
        return peer -> {
            RequestHead head = peer.readHead();
            heads.add(head);
            peer.send(UpgradeAnswer.to(head).text());
        };
    }

    /** Notes the request and answers what the function makes of it. */
    Script answering(Function<RequestHead, String> answer) {
        return peer -> {
            RequestHead head = peer.readHead();
            heads.add(head);
            peer.send(answer.apply(head));
            peer.silence();
        };
    }

    /** Notes the request and redirects. */
    Script redirecting(String status, String location) {
        return answering(head -> "HTTP/1.1 " + status + "\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }
}
