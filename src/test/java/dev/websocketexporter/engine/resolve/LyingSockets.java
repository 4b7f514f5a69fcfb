package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.loop.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFactory;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Name servers without a network, which do what an input says, one order after the other: a byte with the socket and the
 * kind of the order, then what that needs. When there are no more orders, time passes.
 */
final class LyingSockets {
    private static final Duration PASS = Duration.ofMillis(500);
    private static final int KINDS = 8;
    private static final int MOST_ORDERS = 64;
    private static final InetSocketAddress SERVER = new InetSocketAddress(0);

    private final ByteBuffer orders;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Socket> sockets = new ArrayList<>();
    private final EmbeddedChannel home = new EmbeddedChannel();
    private final EmbeddedChannel timers = new EmbeddedChannel();
    private long now;

    LyingSockets(byte[] orders) {
        this.orders = ByteBuffer.wrap(orders);
        timers.freezeTime();
    }

    private final class Socket {
        private final EmbeddedChannel channel = new EmbeddedChannel(DefaultChannelId.newInstance(), false, false);
        private final boolean stream;
        private byte[] query = new byte[0];

        Socket(boolean stream) {
            this.stream = stream;
        }

        /** The question that came, without the length before it. */
        void listen() {
            for (ByteBuf asked = channel.readOutbound(); asked != null; asked = channel.readOutbound()) {
                query = new byte[asked.readableBytes() - (stream ? 2 : 0)];
                asked.skipBytes(stream ? 2 : 0).readBytes(query);
                asked.release();
            }
        }

        void say(byte[] message) {
            sent.writeBytes(message);
            if (!channel.isOpen()) {
                return;
            }
            ByteBuf bytes = Unpooled.wrappedBuffer(message);
            channel.writeInbound(stream ? bytes : new DatagramPacket(bytes, SERVER, SERVER));
        }
    }

    /** With timers apart: an embedded channel that is closed cancels all those of its loop. */
    EventLoop loop() {
        return (EventLoop) Proxy.newProxyInstance(
                EventLoop.class.getClassLoader(), new Class<?>[] {EventLoop.class}, (proxy, method, arguments) -> {
                    EmbeddedChannel owner = method.getName().equals("schedule") ? timers : home;
                    return method.invoke(owner.eventLoop(), arguments);
                });
    }

    long now() {
        return now;
    }

    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // what a lookup needs of its sockets, these have
    Transport transport() {
        ChannelFactory streams = () -> opened(true);
        ChannelFactory datagrams = () -> opened(false);
        return new Transport("lies", () -> null, streams, datagrams, null);
    }

    private EmbeddedChannel opened(boolean stream) {
        Socket socket = new Socket(stream);
        sockets.add(socket);
        return socket.channel;
    }

    void play(CompletableFuture<?> until, Duration atMost) {
        home.runPendingTasks();
        for (int i = 0; i < MOST_ORDERS && orders.hasRemaining() && !until.isDone(); i++) {
            int order = orders.get() & 0xff;
            Socket socket = sockets.get(order / KINDS % sockets.size());
            socket.listen();
            carryOut(order % KINDS, socket);
            home.runPendingTasks();
        }
        // An order may have passed all of the time at once; what is due then is done one after the other.
        for (Duration passed = Duration.ZERO;
                !until.isDone() && passed.compareTo(atMost) < 0;
                passed = passed.plus(PASS)) {
            pass(PASS);
        }
    }

    private void carryOut(int kind, Socket socket) {
        switch (kind) {
            case 0 -> socket.say(part());
            case 1 -> socket.say(withId(part(), socket));
            case 2 -> socket.say(framed(withId(part(), socket)));
            case 3, 4 -> {
                byte[] answer = answer(socket);
                socket.say(socket.stream ? framed(answer) : answer);
            }
            case 5 -> pass(Duration.ofMillis(100L * part().length));
            case 6 -> socket.channel.pipeline().fireExceptionCaught(new PortUnreachableException());
            default -> socket.channel.close();
        }
    }

    /** As many of the bytes as the next one says. */
    private byte[] part() {
        int length = orders.hasRemaining() ? Math.min(orders.get() & 0xff, orders.remaining()) : 0;
        byte[] part = new byte[length];
        orders.get(part);
        return part;
    }

    private static byte[] withId(byte[] message, Socket socket) {
        System.arraycopy(socket.query, 0, message, 0, Math.min(2, Math.min(message.length, socket.query.length)));
        return message;
    }

    /** The question again, with flags and records from the orders. */
    private byte[] answer(Socket socket) {
        byte[] records = part();
        byte[] answer = Arrays.copyOf(socket.query, socket.query.length + records.length);
        System.arraycopy(records, 0, answer, socket.query.length, records.length);
        if (socket.query.length >= DnsQuestion.HEADER_BYTES) {
            byte[] flags = part();
            answer[2] = (byte) (0x80 | (flags.length > 0 ? flags[0] : 0x81));
            answer[3] = flags.length > 1 ? flags[1] : (byte) 0x80;
            answer[7] = flags.length > 2 ? flags[2] : 1;
        }
        return answer;
    }

    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(message.length + 2)
                .putShort((short) message.length)
                .put(message)
                .array();
    }

    private void pass(Duration time) {
        now += time.toNanos();
        timers.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        timers.runScheduledPendingTasks();
        home.runPendingTasks();
    }

    boolean hasSent(InetAddress address) {
        byte[] all = sent.toByteArray();
        byte[] part = address.getAddress();
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** How many sockets are open. */
    long open() {
        home.runPendingTasks();
        return sockets.stream().filter(socket -> socket.channel.isOpen()).count();
    }
}
