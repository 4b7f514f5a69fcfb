package dev.websocketexporter.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask for a probe and go away before its end: by a FIN or a RST, some of them inside of their request.
 */
final class SoakHangUps {
    private static final int LONGEST_MILLIS = 400;

    private final EventLoop loop;
    private final int port;
    private final List<SoakTarget> targets;
    private final Random random = new Random(71);
    private final AtomicLong count = new AtomicLong();
    private final Map<Channel, Begun> open = new ConcurrentHashMap<>();
    private final Future<?> ticking;

    private record Begun(SoakTarget target, long at) {}

    /** Hears nothing, also not that the connection is over. */
    private static final class Indifferent extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            // An answer that came before it went.
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private SoakHangUps(EventLoop loop, int port, List<SoakTarget> targets, Duration interval) {
        this.loop = loop;
        this.port = port;
        this.targets = List.copyOf(targets);
        this.ticking =
                loop.scheduleAtFixedRate(this::one, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** @param interval from one to the next */
    static SoakHangUps begin(EventLoop loop, int port, List<SoakTarget> targets, Duration interval) {
        return new SoakHangUps(loop, port, targets, interval);
    }

    /** How many there were. */
    long count() {
        return count.get();
    }

    private void one() {
        SoakTarget target = targets.get(random.nextInt(targets.size()));
        String whole = "GET " + target.path() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String request = random.nextInt(10) == 0 ? whole.substring(0, whole.length() / 2) : whole;
        int patience = random.nextInt(LONGEST_MILLIS);
        Bootstrap client =
                new Bootstrap().group(loop).channel(EpollSocketChannel.class).handler(new Indifferent());
        if (random.nextBoolean()) {
            // Its end is a RST.
            client.option(ChannelOption.SO_LINGER, 0);
        }
        ChannelFuture connected = client.connect("127.0.0.1", port);
        open.put(connected.channel(), new Begun(target, System.nanoTime()));
        connected.channel().closeFuture().addListener(closed -> open.remove(connected.channel()));
        connected.addListener(done -> {
            if (done.isSuccess()) {
                Channel channel = connected.channel();
                channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
                loop.schedule(() -> channel.close(), patience, TimeUnit.MILLISECONDS);
                count.incrementAndGet();
            }
        });
    }

    /** Whether all have gone that asked for that target before the time, by {@link System#nanoTime}. */
    boolean isDoneUntil(SoakTarget target, long time) {
        return open.values().stream().noneMatch(begun -> begun.target().equals(target) && begun.at() <= time);
    }

    void end() {
        ticking.cancel(false);
    }
}
