package dev.websocketexporter.probe.watch;

import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a connection that was held has ended.
 *
 * @param cause a drop, or what was wanted
 * @param code of the peer's Close (1005: it had none; 1006: the connection ended without a Close); absent: the end was not the
 *     peer's, and it answered with no Close
 * @param detail in words, for the page and the log; secrets and queries hidden
 * @param tick at which it was over
 * @param instead of the server's Close, what answered the one that was sent on purpose; as the reason that would have been of a
 *     drop; absent: its Close, or nothing within the time for it, or no Close was sent on purpose
 */
public record HoldEnd(
        Cause cause,
        @Nullable Integer code,
        String detail,
        long tick,
        @Nullable Reason instead) {
    /** Nothing came in the place of a Close. */
    public HoldEnd(Cause cause, @Nullable Integer code, String detail, long tick) {
        this(cause, code, detail, tick, null);
    }

    /** Why. */
    public sealed interface Cause {
        /** The value of the label {@code cause}. */
        String label();

        /** Whether the connection was lost, as against closed on purpose. */
        default boolean isDrop() {
            return this instanceof Dropped;
        }
    }

    /**
     * The peer or the path ended it, or did not answer; or the exporter could not keep it.
     *
     * @param limit which limit of the exporter it was; present if the reason is {@link Reason#EXPORTER_LIMIT}, else absent
     */
    public record Dropped(Reason reason, @Nullable ExporterLimit limit) implements Cause {
        public Dropped {
            if ((limit != null) != (reason == Reason.EXPORTER_LIMIT)) {
                throw new IllegalArgumentException(reason + " with the limit " + limit + " (expected: one with "
                        + Reason.EXPORTER_LIMIT + " only)");
            }
        }

        /** Of the limits of the exporter, {@link ExporterLimit#OTHER}. */
        public Dropped(Reason reason) {
            this(reason, reason == Reason.EXPORTER_LIMIT ? ExporterLimit.OTHER : null);
        }

        /** With the reason and the limit of a failure. */
        public static Dropped of(Failure failure) {
            return new Dropped(failure.reason(), failure.limit());
        }

        @Override
        public String label() {
            return reason.label();
        }
    }

    /** It was closed on purpose. */
    public enum Ours implements Cause {
        /** Its time was up; it is opened anew. */
        MAX_LIFETIME,
        /** The configuration does not have it any more. */
        RELOAD,
        /** The exporter ends. */
        SHUTDOWN;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
