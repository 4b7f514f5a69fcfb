package dev.websocketexporter.engine.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.Addresses;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.Closeable;
import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectPhaseTest {
    /** More gaps than a process has among its descriptors. */
    private static final int FILLERS = 300;

    /**
     * The system told the loop of two channels at once; the handler of the first closes the second and dials. The new
     * socket gets the descriptor of the closed one, and must not get the event that was meant for it.
     */
    @Test
    void aSocketDoesNotHearWhatIsMeantForOneThatWasClosedAMomentAgo() throws Exception {
        assumeTrue(Epoll.isAvailable(), "no epoll");
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        List<Closeable> fillers = new ArrayList<>();
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 10, loopback)) {
            EventLoop loop = group.next();
            PhaseContext context = context(loop, "ws://127.0.0.1:" + server.getLocalPort() + "/");
            for (int i = 0; i < FILLERS; i++) {
                fillers.add(new FileInputStream("/dev/null"));
            }
            CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
            Channel closed = dial(loop, server, new ChannelInboundHandlerAdapter());
            try (Socket ofClosed = server.accept()) {
                dial(loop, server, new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        closed.close();
                        new ConnectPhase(Transport.epoll())
                                .connect(context, new Addresses(List.of(loopback), loopback, null))
                                .whenComplete((nothing, failure) -> connected.complete(null));
                    }
                });
                try (Socket ofFirst = server.accept()) {
                    CountDownLatch bothHaveCome = new CountDownLatch(1);
                    loop.execute(() -> await(bothHaveCome));
                    ofFirst.getOutputStream().write(1);
                    ofClosed.getOutputStream().write(1);
                    bothHaveCome.countDown();

                    connected.get(10, TimeUnit.SECONDS);
                    assertThat(loop.submit(() -> context.channel().get().isActive())
                                    .get())
                            .isTrue();
                    assertThat(loop.submit(() -> context.channel().fault()).get())
                            .isNull();
                }
            }
        } finally {
            for (Closeable filler : fillers) {
                filler.close();
            }
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static Channel dial(EventLoop loop, ServerSocket server, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(handler)
                .connect(server.getLocalSocketAddress())
                .syncUninterruptibly()
                .channel();
    }

    private static PhaseContext context(EventLoop loop, String url) throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse(url),
                ProbeModule.withDefaults("connect"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(10));
        Ticker ticker = Ticker.system();
        ProbeLoop probes = new ProbeLoop(loop, ticker, new LoopClock(ticker));
        return loop.submit(() -> new ProbeRun(request, RedirectHop.first(request, null), probes, Instant.EPOCH))
                .get()
                .context();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
