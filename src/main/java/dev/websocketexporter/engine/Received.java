package dev.websocketexporter.engine;

import dev.websocketexporter.script.Message;

/**
 * A data message of the server's.
 *
 * @param readAt the tick at which its last byte came off the socket
 */
record Received(Message message, long readAt) {}
