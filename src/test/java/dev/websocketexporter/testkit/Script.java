package dev.websocketexporter.testkit;

import java.io.IOException;

/** What a {@link ScriptedServer} does with one connection. When it returns, the connection is closed. */
@FunctionalInterface
public interface Script {
    /** Accepts, then neither says nor ends anything until the client does. */
    Script SILENCE = Peer::silence;

    void play(Peer peer) throws IOException;
}
