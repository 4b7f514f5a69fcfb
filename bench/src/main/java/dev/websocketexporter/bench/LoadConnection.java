package dev.websocketexporter.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A connection to an exporter that is kept, one request at a time. Confined to the event loop. */
final class LoadConnection extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final Listener listener;
    private @Nullable Channel channel;
    private String request = "";
    private String address = "";
    private long intended;
    private boolean waiting;

    /** Who is told of answers. */
    interface Listener {
        /**
         * An answer, or the end of the connection.
         *
         * @param address the target's
         * @param intended as it was given
         * @param metrics the answer; absent: none came, and the connection cannot be used any more
         */
        void answered(LoadConnection connection, String address, long intended, @Nullable String metrics);
    }

    LoadConnection(Listener listener) {
        super(FullHttpResponse.class);
        this.listener = listener;
    }

    void open(EventLoop loop, int port) {
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline()
                                .addLast(new HttpResponseDecoder())
                                .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                                .addLast(LoadConnection.this);
                    }
                })
                .connect("127.0.0.1", port);
        connected.addListener(done -> {
            if (done.isSuccess()) {
                channel = connected.channel();
                write(connected.channel());
            } else {
                answer(null);
            }
        });
    }

    /** Whether a request can be sent now. */
    boolean isOpen() {
        Channel open = channel;
        return open != null && open.isActive();
    }

    /** Sends it now, or as soon as there is a connection. */
    void send(String path, String target, long meantAt) {
        request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        address = target;
        intended = meantAt;
        waiting = true;
        Channel open = channel;
        if (open != null) {
            write(open);
        }
    }

    private void write(Channel open) {
        open.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        String text = response.content().toString(StandardCharsets.UTF_8);
        answer(response.status().equals(HttpResponseStatus.OK) ? text : response.status() + "\n" + text);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer(null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void answer(@Nullable String metrics) {
        if (waiting) {
            waiting = false;
            listener.answered(this, address, intended, metrics);
        }
    }

    void close() {
        waiting = false;
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
