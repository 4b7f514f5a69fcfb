package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.frames.FrameSender;
import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.probe.watch.HoldListener;
import io.netty.channel.Channel;

/**
 * What the parts of a held connection share.
 *
 * @param home its event loop
 * @param wire its first handler, which knows when bytes came and went
 * @param listener is called on the loop, and by nobody after the end
 */
record HeldSocket(
        HoldLoop home,
        Channel channel,
        WireTimestampHandler wire,
        FrameSender sender,
        SessionMemory memory,
        HoldListener listener) {
    /** The tick of now. */
    long now() {
        return home.loop().ticker().read();
    }
}
