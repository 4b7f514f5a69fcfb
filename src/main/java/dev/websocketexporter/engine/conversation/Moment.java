package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;

/** A part of a conversation, as the detail of an end of the connection in it shows it. */
@FunctionalInterface
interface Moment {
    /** One that says nothing. */
    Moment NONE = tick -> "";

    /** A Close that comes sooner after the upgrade, and before any message or pong, is rather a refusal than a farewell. */
    Duration SOON = Duration.ofSeconds(1);

    /** When the connection ended, to be appended to the detail; empty: at no moment that says something. */
    String when(long tick);

    /** Why it probably ended, to be appended after that; empty: nobody knows. */
    default String why(Reason end, long tick) {
        return "";
    }

    /** So much of this part was over. */
    static String of(String part, long beganAt, long tick) {
        long nanos = tick - beganAt;
        return (nanos <= 0 ? ", at the beginning of " : ", after " + Text.of(Duration.ofNanos(nanos)) + " of ") + part;
    }

    /**
     * The end of the connection with what is known of when and why.
     *
     * @param answered whether a message or a pong came before
     * @param offered whether a subprotocol was
     */
    default Failure explained(Session session, boolean answered, boolean offered, Failure end, long tick) {
        String when = when(tick);
        Duration open = session.openFor(tick);
        boolean refusal = end.reason() == Reason.CLOSED_BY_PEER
                && !answered
                && session.frames().received().messages() == 0
                && open.compareTo(SOON) <= 0;
        if (!refusal) {
            return end.withDetail(end.detail() + when + why(end.reason(), tick));
        }
        return end.withDetail(end.detail()
                + (when.isEmpty() ? ", " + Text.of(open) + " after the upgrade" : when)
                + ": perhaps a refusal, as some servers give behind an upgrade"
                + (session.sent().messages() == 0 ? "" : ", or one of what was sent")
                + (offered ? "" : "; no subprotocol was offered"));
    }
}
