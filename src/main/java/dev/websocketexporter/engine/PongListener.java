package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Bytes;

/** Who is told of pongs. */
@FunctionalInterface
interface PongListener {
    /**
     * A pong came.
     *
     * @param readAt the tick at which it came off the socket
     */
    void pong(Bytes payload, long readAt);
}
