/** Frames of RFC 6455 §5 and messages of them, compressed or not. Pure but for Netty's buffers and channels. */
@NullMarked
package dev.websocketexporter.engine.frames;

import org.jspecify.annotations.NullMarked;
