package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Bytes;
import dev.websocketexporter.script.Message;

/** Who is told what a server's frames say. */
interface FrameListener {
    /** Whether a frame may be begun; else it stays where it is. */
    boolean hasRoom();

    /** Whether the work goes on now, also inside of a frame; else others have their turn first. */
    boolean goesOn();

    /** A whole message. */
    void message(Message message);

    /** A whole message of that many bytes that nobody wants to have kept. */
    void dropped(int bytes);

    void ping(Bytes payload);

    void pong(Bytes payload);

    /** The last frame of all: what comes behind it is not looked at. */
    void close(PeerClose close);
}
