package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.frames.PeerClose;
import dev.websocketexporter.engine.run.ConnectionFault;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SocketEnd;
import dev.websocketexporter.engine.run.StreamEndException;
import dev.websocketexporter.engine.run.SystemLimit;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldEnd.Cause;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a held connection ends: the first end counts, is reported, and nothing is after it. A Close of the exporter's own is an
 * end when the server answers it, ends the connection, or has let its time go by. Confined to the event loop.
 */
final class HoldEnding {
    private static final Logger LOG = LoggerFactory.getLogger(HoldEnding.class);

    /** RFC 6455 §5.5: of 123 bytes, each as an escape. */
    private static final int LONGEST_DETAIL = 123 * 4 + 200;

    private final HeldSocket socket;
    private final Duration patience;
    private final UnaryOperator<String> peersWords;
    private final Runnable ended;
    private @Nullable Ours why;
    private int ourCode;
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;

    /**
     * @param patience how long the server may take to answer a Close
     * @param peersWords how a word of the server's may be shown
     * @param ended is called before the end is reported, to stop what goes on
     */
    HoldEnding(HeldSocket socket, Duration patience, UnaryOperator<String> peersWords, Runnable ended) {
        this.socket = socket;
        this.patience = patience;
        this.peersWords = peersWords;
        this.ended = ended;
    }

    /** Whether the connection is over, and nothing may be reported any more. */
    boolean isOver() {
        return over;
    }

    /** Whether the exporter has closed: then no pong is waited for. */
    boolean isClosing() {
        return why != null;
    }

    /** Closes politely; a second time changes nothing. */
    void close(int code, Ours cause) {
        if (over || why != null) {
            return;
        }
        why = cause;
        ourCode = code;
        socket.sender().close(code, "");
        timer = socket.channel()
                .eventLoop()
                .schedule(
                        () -> {
                            String detail = words() + "the server did not answer within " + Text.of(patience);
                            end(new HoldEnd(cause, null, line(detail), socket.now()));
                            SocketEnd.awaitServer(socket.channel());
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** The server's Close (RFC 6455 §5.5.1): answered with the same code, unless it is an answer or is wrong itself. */
    void closedByPeer(PeerClose came) {
        if (over) {
            return;
        }
        if (came.fault() != null) {
            violated(new ProbeFailedException(came.fault()), came.code());
            return;
        }
        socket.sender().forgetPong();
        socket.sender().close(came.code(), "");
        ended(came, socket.wire().lastReadAt());
    }

    /** The same if it was answered before. */
    void ended(PeerClose came, long tick) {
        String shown = peersWords.apply(came.reason());
        String words = "the server sent " + new PeerClose(came.code(), shown, null);
        Cause cause = why == null ? new Dropped(Reason.CLOSED_BY_PEER) : why;
        end(new HoldEnd(cause, came.code(), line(words() + words), tick));
        SocketEnd.awaitServer(socket.channel());
    }

    /** The server has broken the protocol, or takes more memory than there is (RFC 6455 §7.1.7). */
    void violated(ProbeFailedException violation, @Nullable Integer code) {
        if (over) {
            return;
        }
        Failure failure = violation.failure();
        socket.sender().report(failure);
        end(Dropped.of(failure), code, failure.detail(), socket.wire().lastReadAt());
        SocketEnd.awaitServer(socket.channel());
    }

    /** FIN, RST, close_notify or a failed write, without a Close before it. */
    void broken(@Nullable Throwable cause, long tick) {
        if (over) {
            return;
        }
        if (why == null && socket.channel().eventLoop().isShuttingDown()) {
            end(new HoldEnd(Ours.SHUTDOWN, null, "the exporter ended", tick));
        } else {
            withoutClose(cause, tick);
        }
        SocketEnd.awaitServer(socket.channel());
    }

    private void withoutClose(@Nullable Throwable cause, long tick) {
        // First, since the server chooses the words of it, and they may be those of a limit or of a reset.
        if (cause instanceof StreamEndException stream) {
            Reason reason = stream.reason(Phase.CONVERSATION);
            end(
                    new Dropped(reason),
                    reason == Reason.PROTOCOL_ERROR ? null : abnormal(),
                    words() + "the server " + stream.words(),
                    tick);
            return;
        }
        SystemLimit limit = SystemLimit.ofAny(cause, socket.wire().fault());
        if (limit != null) {
            end(new Dropped(Reason.EXPORTER_LIMIT, limit.limit()), null, words() + limit.words(), tick);
            return;
        }
        Throwable fault = socket.wire().fault();
        boolean reset =
                (cause != null && ConnectionFault.isReset(cause)) || (fault != null && ConnectionFault.isReset(fault));
        String how = reset
                ? "the server reset the connection"
                : "the server ended the connection without a Close"
                        + (cause == null ? "" : ": " + ConnectionFault.inWords(cause));
        Reason reason = reset ? Reason.CONNECTION_RESET : Reason.CONNECTION_CLOSED;
        end(new Dropped(reason), abnormal(), words() + how, tick);
    }

    /** Of a drop without a Close; an end that was wanted has no code then. */
    private @Nullable Integer abnormal() {
        return why == null ? CloseCode.ABNORMAL : null;
    }

    /** Nobody answers: the Close is not waited for. */
    void dead(String detail) {
        lost(new Dropped(Reason.PONG_MISSED), detail);
    }

    /** What the connection holds is needed by others; it may not even be able to say so. */
    void evicted(ProbeFailedException limit) {
        lost(Dropped.of(limit.failure()), limit.failure().detail());
    }

    private void lost(Dropped drop, String detail) {
        if (over) {
            return;
        }
        socket.sender().close(CloseCode.GOING_AWAY, "");
        end(drop, null, detail, socket.now());
        SocketEnd.reset(socket.channel());
    }

    /** A bug of the exporter. */
    void bug(Throwable thrown) {
        LOG.error("internal error on a connection that is held", thrown);
        if (!over) {
            socket.sender().close(CloseCode.GOING_AWAY, "");
            String detail = "a bug of the exporter, see its log: " + thrown;
            end(new HoldEnd(new Dropped(Reason.INTERNAL_ERROR), null, line(detail), socket.now()));
            SocketEnd.awaitServer(socket.channel());
        }
    }

    /** A drop, or what came in the place of the server's Close if the exporter has closed. */
    private void end(Dropped drop, @Nullable Integer code, String detail, long tick) {
        end(
                why == null
                        ? new HoldEnd(drop, code, line(detail), tick)
                        : new HoldEnd(why, code, line(detail), tick, code == null ? drop.reason() : null));
    }

    private void end(HoldEnd end) {
        if (over) {
            return;
        }
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        ended.run();
        try {
            socket.listener().ended(end);
        } catch (RuntimeException bug) {
            // Whatever becomes of the figures, the socket is closed.
            LOG.error("internal error after the end of a connection that was held", bug);
        }
    }

    private static String line(String detail) {
        return Printable.oneLine(detail, LONGEST_DETAIL);
    }

    private String words() {
        return why == null ? "" : "closed by the exporter with " + ourCode + "; ";
    }
}
