package dev.websocketexporter.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class LoopClockIT {
    static Stream<Transport> transports() {
        return Stream.of(Transport.preferred(), Transport.nio());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void clockKnowsWhenTheLoopWokeBeforeAnySocketIsRead(Transport transport) throws Exception {
        AtomicLong reads = new AtomicLong();
        LoopClock clock = new LoopClock(reads::incrementAndGet);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                1, loop -> new ClockedIoHandler(transport.ioHandlers().get().newHandler(loop), clock));
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Boolean> looking = new CompletableFuture<>();
            CompletableFuture<Long> wokeAt = new CompletableFuture<>();
            Channel channel = new Bootstrap()
                    .group(loops)
                    .channelFactory(transport.streams())
                    .handler(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
                            wokeAt.complete(clock.wokeAt());
                            looking.complete(clock.isLooking());
                        }
                    })
                    .connect(listener.getLocalSocketAddress())
                    .sync()
                    .channel();
            try (Socket peer = listener.accept()) {
                long before = channel.eventLoop().submit(clock::wokeAt).get();
                peer.getOutputStream().write(1);
                assertThat(looking.get()).isTrue();
                assertThat(wokeAt.get()).isGreaterThan(before);
                assertThat(channel.eventLoop().submit(clock::isLooking).get()).isFalse();
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
