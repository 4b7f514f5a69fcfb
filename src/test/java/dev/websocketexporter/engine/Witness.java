package dev.websocketexporter.engine;

import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a server hears of a client at the end of its script. Shared by the server's thread and the test's. */
final class Witness {
    private final List<ReceivedFrame> frames = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch over = new CountDownLatch(1);

    /** Reads what the client says up to its Close, or until the connection ends; answers nothing. */
    void hear(Peer peer) throws IOException {
        try {
            ReceivedFrame frame;
            do {
                frame = peer.readFrame();
                frames.add(frame);
            } while (!frame.isClose());
        } finally {
            over.countDown();
        }
    }

    /** The same, and answers pings and the Close as a server should. */
    void farewell(Peer peer) throws IOException {
        try {
            ReceivedFrame frame;
            do {
                frame = peer.readFrame();
                frames.add(frame);
                if (frame.opcode() == ServerFrames.PING) {
                    peer.sendFrame(ServerFrames.PONG, frame.payload());
                }
            } while (!frame.isClose());
            peer.sendFrame(ServerFrames.CLOSE, frame.payload());
        } finally {
            over.countDown();
        }
    }

    /** Reads nothing until the test has seen enough. */
    void lookAway() {
        awaitOr(over, Duration.ofSeconds(20), "the row goes on for too long");
    }

    /** The row is over, whatever the server still does. */
    void dismiss() {
        over.countDown();
    }

    /** What was heard, when all of it was. */
    List<ReceivedFrame> frames() {
        awaitOr(over, Duration.ofSeconds(5), "the server still hears the client");
        return List.copyOf(frames);
    }

    private static void awaitOr(CountDownLatch latch, Duration atMost, String complaint) {
        try {
            if (!latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(complaint);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(complaint, e);
        }
    }

    /** The code of the Close that was heard; 0: none was. */
    int closeCode() {
        return frames().stream()
                .filter(ReceivedFrame::isClose)
                .mapToInt(close -> close.payload().length == 0 ? 1005 : close.closeCode())
                .findFirst()
                .orElse(0);
    }
}
