package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a proxy answers until the tunnel is open, or is not; what follows belongs to the target, to the last byte. */
final class TunnelFuzz {
    private static final Set<Reason> REASONS =
            EnumSet.of(Reason.PROXY_AUTH_REQUIRED, Reason.PROXY_REFUSED, Reason.PROXY_PROTOCOL_ERROR);
    private static final MessageMemory MEMORY = new MessageMemory(1L << 30);
    private static final int LONGEST_DETAIL = 4_000;
    private static final String OPEN = "open, then ";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Proxy proxy;
    private final PhaseContext context;

    private TunnelFuzz(String url) {
        try {
            proxy = Proxy.parse(url);
            ProbeRequest request = new ProbeRequest(
                    Target.parse("ws://a.example:81/"),
                    ProbeModule.withDefaults("m"),
                    null,
                    TargetPolicy.DEFAULT,
                    Duration.ofSeconds(10));
            ProbeRun run = new ProbeRun(
                    request,
                    RedirectHop.first(request, proxy),
                    new ProbeLoop(channel.eventLoop(), () -> 0, new LoopClock(() -> 0), MEMORY),
                    Instant.EPOCH);
            context = run.context();
        } catch (InvalidTargetException e) {
            throw new IllegalStateException(e);
        }
        context.channel().own(channel);
        context.channel().frame(channel.pipeline(), context.probeLoop(), context.lag(), context.log());
    }

    /** The outcome of an answer, which begins after the first byte, in pieces of that length. */
    static String outcome(
            byte[] data,
            int piece,
            String proxyUrl,
            BiFunction<PhaseContext, Proxy, CompletableFuture<@Nullable Void>> open) {
        TunnelFuzz tunnel = new TunnelFuzz(proxyUrl);
        try {
            return tunnel.play(data, piece, open);
        } finally {
            tunnel.channel.finishAndReleaseAll();
        }
    }

    /** How many bytes of the input were the proxy's; negative: the tunnel is not open. */
    static int proxysPart(byte[] data, String outcome) {
        if (!outcome.startsWith(OPEN)) {
            return -1;
        }
        byte[] rest = HexFormat.of().parseHex(outcome.substring(OPEN.length()));
        int length = data.length - rest.length;
        Expect.that(Arrays.equals(data, length, data.length, rest, 0, rest.length), "other bytes for the target");
        return length;
    }

    private String play(
            byte[] data, int piece, BiFunction<PhaseContext, Proxy, CompletableFuture<@Nullable Void>> open) {
        CompletableFuture<@Nullable Void> opened = open.apply(context, proxy);
        for (int at = 1; at < data.length && channel.isOpen(); at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(data, at, (int) Math.min(piece, data.length - (long) at)));
        }
        if (opened.isDone() && !opened.isCompletedExceptionally()) {
            return OPEN + rest();
        }
        channel.close();
        channel.runPendingTasks();
        Expect.that(opened.isCompletedExceptionally(), "neither open nor failed when the proxy is gone");
        Throwable failure = opened.handle((nothing, cause) -> cause).join();
        return String.valueOf(
                Expect.failure(ProbeFailedException.unwrapped(failure), Phase.PROXY, REASONS, LONGEST_DETAIL));
    }

    /** What the next phase reads, as it would: from a handler of its own. */
    private String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        channel.pipeline().addBefore(TailHandler.NAME, "next", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                byte[] taken = new byte[bytes.readableBytes()];
                bytes.readBytes(taken);
                bytes.release();
                rest.writeBytes(taken);
            }
        });
        channel.config().setAutoRead(true);
        channel.runPendingTasks();
        return HexFormat.of().formatHex(rest.toByteArray());
    }
}
