package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.frames.FrameDecoder;
import dev.websocketexporter.engine.frames.FrameSender;
import dev.websocketexporter.engine.frames.MessageAssembler;
import dev.websocketexporter.engine.frames.PeerClose;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.EventLoopBudget;
import dev.websocketexporter.engine.session.Handover;
import dev.websocketexporter.engine.session.Handover.End;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Send;
import dev.websocketexporter.script.Message;
import io.netty.channel.Channel;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A held connection from the handover on: its parts, put together. Confined to the event loop, except {@link #unwrittenBytes}. */
final class OpenConnection {
    /** From each of thousands of sockets that are ready at once: others come next, and what is left comes again. */
    private static final int READS_AT_ONCE = 2;

    private final HeldSocket socket;
    private final FrameDecoder decoder;
    private final MessageAssembler assembler;
    private final HoldEnding ending;
    private final Heartbeat heartbeat;
    private final @Nullable KeepAlive keepAlive;
    private final HeldFrames frames;

    /**
     * A connection as a run leaves it.
     *
     * @param given what its session leaves; its handler has left the channel
     * @param peersWords how a word of the server's may be shown
     * @param openedAt when it had its subscription
     */
    record Opened(
            Channel channel,
            WireTimestampHandler wire,
            Handover given,
            ProbeModule module,
            UnaryOperator<String> peersWords,
            long openedAt) {}

    OpenConnection(HoldLoop home, Opened opened, Plan plan, Awaited awaited, HoldListener listener) {
        Channel channel = opened.channel();
        Handover given = opened.given();
        // Never compressed: nothing of what is sent need be kept for it.
        FrameSender sender =
                new FrameSender(channel, AgreedCompression.NONE, given.memory(), this::writeFailed, code -> {});
        this.socket = new HeldSocket(home, channel, opened.wire(), sender, given.memory(), listener);
        this.decoder = given.decoder();
        this.assembler = given.assembler();
        this.ending = new HoldEnding(socket, opened.module().closing().timeout(), opened.peersWords(), this::stop);
        this.heartbeat = new Heartbeat(
                socket,
                plan.heartbeat(),
                opened.module().conversation().heartbeat().accept(),
                this::isReading,
                ending);
        Send own = plan.send();
        this.keepAlive = own == null ? null : new KeepAlive(home, own, () -> send(own.text()));
        EventLoopBudget budget = new EventLoopBudget(home.loop(), this::goOn);
        HeldMessages messages = new HeldMessages(
                socket,
                ending,
                heartbeat,
                awaited,
                home.reader(plan.messages()),
                budget,
                this::goOn,
                opened.openedAt());
        this.frames = new HeldFrames(socket, given, messages, ending, budget);
        decoder.listener(messages);
        assembler.keepIf(messages::needsPayloads);
        given.memory().holdOpen(ending::evicted);
        if (channel.config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator reads) {
            reads.maxMessagesPerRead(READS_AT_ONCE);
        }
        channel.pipeline().addLast(HeldFrames.NAME, frames);
    }

    /** The handler is in its place: reports what came before, and reads on. */
    void begin(Opened opened) {
        heartbeat.begin(opened.openedAt());
        if (keepAlive != null) {
            keepAlive.begin(opened.openedAt());
        }
        End end = opened.given().end();
        frames.begin(opened.given());
        if (end instanceof End.Noted noted) {
            endAsNoted(noted);
        }
    }

    /** The session has seen the end, and answered it. */
    private void endAsNoted(End.Noted noted) {
        if (!(noted.failure() instanceof ProbeFailedException failed)) {
            ending.bug(noted.failure());
        } else if (failed.failure().reason() == Reason.CLOSED_BY_PEER) {
            int code = noted.code() == null ? CloseCode.NO_STATUS : noted.code();
            ending.ended(new PeerClose(code, noted.reason(), null), noted.tick());
        } else {
            ending.violated(failed, noted.code());
        }
    }

    /** A bug of the exporter. */
    void bug(Throwable thrown) {
        ending.bug(thrown);
    }

    private void stop() {
        heartbeat.end();
        if (keepAlive != null) {
            keepAlive.end();
        }
        decoder.end();
        assembler.free();
        socket.sender().free();
        socket.memory().close();
    }

    private boolean isReading() {
        return socket.channel().config().isAutoRead();
    }

    private void goOn() {
        frames.resume();
    }

    private void writeFailed(Throwable cause) {
        frames.broken(cause);
    }

    /** Sends a text message, unless the connection is closed, or the server does not read what was sent before. */
    void send(String text) {
        if (ending.isOver() || ending.isClosing() || !socket.channel().isWritable()) {
            return;
        }
        Message message = new Message(Message.Kind.TEXT, Bytes.owning(text.getBytes(StandardCharsets.UTF_8)));
        int bytes = message.payload().length();
        CompletableFuture<Void> unused = socket.sender().message(message).thenRun(() -> {
            if (!ending.isOver()) {
                socket.listener()
                        .sent(HoldListener.Type.TEXT, bytes, socket.wire().sentAt());
            }
        });
    }

    void close(int code, Ours why) {
        ending.close(code, why);
        if (!ending.isOver()) {
            // Whether the server still answers pings says nothing any more.
            heartbeat.end();
        }
    }

    /** Safe to call from any thread. */
    long unwrittenBytes() {
        return socket.sender().unwrittenBytes();
    }
}
