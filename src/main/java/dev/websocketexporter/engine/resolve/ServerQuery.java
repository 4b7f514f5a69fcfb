package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.run.Writes;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one name server, over UDP and, when the answer was truncated, over TCP. Each has a socket of its own
 * with a port that the system chooses, connected, so that only that server is heard and that the system tells when
 * nothing listens there. It ends with an answer, with trouble, or never: the caller's patience is the limit. Confined to
 * the event loop.
 */
final class ServerQuery {
    /** What a server did before it is asked over TCP; what it did then follows. */
    static final String TRUNCATED = "truncated its answer, and over TCP ";

    /** Far more than the 512 bytes that a server may send unasked (RFC 1035 §4.2.1). */
    private static final int MAX_DATAGRAM_BYTES = 4096;

    private static final int MAX_MESSAGE_BYTES = 65_535;
    private static final SecureRandom IDS = new SecureRandom();

    private final EventLoop loop;
    private final Transport transport;
    private final InetSocketAddress server;
    private final DnsQuestion question;
    private final Listener listener;
    private final int id = IDS.nextInt(1 << 16);
    private @Nullable Channel channel;
    private boolean truncated;
    private boolean over;

    ServerQuery(
            EventLoop loop, Transport transport, InetSocketAddress server, DnsQuestion question, Listener listener) {
        this.loop = loop;
        this.transport = transport;
        this.server = server;
        this.question = question;
        this.listener = listener;
    }

    /** Is called on the loop: any number of strays, one truncated at most, then at most one of the others. */
    interface Listener {
        void answered(ServerQuery query, DnsResponse response);

        /** The answer did not fit into a datagram, and the question is asked again over TCP. */
        void truncated(ServerQuery query);

        /** There will be no answer. */
        void failed(ServerQuery query, SocketTrouble trouble);

        /** Something came that is no answer, in words that follow the server's address; the wait goes on. */
        void stray(ServerQuery query, String words);
    }

    InetSocketAddress server() {
        return server;
    }

    /** Whether its answer was truncated. */
    boolean isTruncated() {
        return truncated;
    }

    void ask(boolean overTcp) {
        if (overTcp) {
            askOverTcp("");
        } else {
            askOverUdp();
        }
    }

    /** Nothing is called back any more. */
    void close() {
        over = true;
        if (channel != null) {
            ChannelFuture unused = channel.close();
        }
    }

    private void askOverUdp() {
        open(
                transport.datagrams(),
                bootstrap -> bootstrap.option(
                        ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES)),
                new Datagrams(),
                "");
    }

    private void askOverTcp(String why) {
        // After the events that the loop has in hand: some may be those of a socket which was closed a moment ago,
        // and a new one that got its descriptor would hear them.
        loop.execute(() -> {
            if (!over) {
                open(
                        transport.streams(),
                        // The probe's deadline rules.
                        bootstrap -> bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0),
                        new Stream(why),
                        why);
            }
        });
    }

    private void open(
            ChannelFactory<? extends Channel> sockets, Consumer<Bootstrap> options, Answers<?> handler, String before) {
        Channel socket;
        try {
            // Made here, so that it throws here when the process has no file descriptor left.
            socket = sockets.newChannel();
        } catch (ChannelException e) {
            fail(SocketTrouble.withoutSocket(e));
            return;
        }
        channel = socket;
        ChannelFactory<Channel> made = () -> socket;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(made)
                .disableResolver()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        handler.framing(opened);
                        opened.pipeline().addLast(handler);
                    }
                });
        options.accept(bootstrap);
        bootstrap.connect(server).addListener(connected -> {
            if (connected.isSuccess()) {
                Writes.send(socket, handler.query(), failure -> fail(SocketTrouble.of(before, failure)));
            } else {
                fail(SocketTrouble.of(before, connected.cause()));
            }
        });
    }

    private void fail(SocketTrouble trouble) {
        if (!over) {
            close();
            listener.failed(this, trouble);
        }
    }

    private void answer(DnsResponse response) {
        close();
        listener.answered(this, response);
    }

    /** Hears what one socket says. */
    private abstract class Answers<T> extends SimpleChannelInboundHandler<T> {
        /** What goes wrong, in words after this. */
        final String before;

        Answers(Class<T> message, String before) {
            super(message);
            this.before = before;
        }

        /** The query in bytes. */
        abstract ByteBuf query();

        void framing(Channel opened) {}

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(SocketTrouble.of(before, cause));
        }
    }

    private final class Datagrams extends Answers<DatagramPacket> {
        Datagrams() {
            super(DatagramPacket.class, "");
        }

        @Override
        ByteBuf query() {
            return Unpooled.wrappedBuffer(question.encoded(id));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            if (over) {
                return;
            }
            try {
                DnsResponse response = DnsResponse.parse(packet.content().nioBuffer(), question, id);
                if (response.truncated()) {
                    ChannelFuture unused = ctx.close();
                    truncated = true;
                    listener.truncated(ServerQuery.this);
                    askOverTcp(TRUNCATED);
                } else {
                    answer(response);
                }
            } catch (DnsResponse.NoAnswerException e) {
                // It may be a forgery, and the answer may still come.
                listener.stray(ServerQuery.this, "sent a message that " + e.getMessage());
            }
        }
    }

    private final class Stream extends Answers<ByteBuf> {
        Stream(String before) {
            super(ByteBuf.class, before);
        }

        /** RFC 1035 §4.2.2: the length comes first. */
        @Override
        void framing(Channel opened) {
            opened.pipeline().addLast(new LengthFieldBasedFrameDecoder(MAX_MESSAGE_BYTES + 2, 0, 2, 0, 2));
        }

        @Override
        ByteBuf query() {
            byte[] query = question.encoded(id);
            return Unpooled.buffer(query.length + 2).writeShort(query.length).writeBytes(query);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
            if (over) {
                return;
            }
            try {
                answer(DnsResponse.parse(message.nioBuffer(), question, id));
            } catch (DnsResponse.NoAnswerException e) {
                fail(SocketTrouble.ofServer(before + "sent a message that " + e.getMessage()));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            fail(SocketTrouble.ofServer(before + "closed the connection without an answer"));
        }
    }
}
