/**
 * What a message means: for a step of a conversation, whether it is what the step expects, and what of it later steps may
 * use; for a feed, whether it counts, its number and its time. Values and functions only; nothing here reads a socket.
 */
@NullMarked
package dev.websocketexporter.script;

import org.jspecify.annotations.NullMarked;
