package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import java.time.Duration;
import java.util.List;

/** Refuses conversations that no server could ever get through. */
final class ConversationCheck {
    private static final int SWITCHING_PROTOCOLS = 101;

    private ConversationCheck() {}

    static void check(ProbeModule read, BlockReader module, BlockReader websocket) {
        checkUpgrade(read, websocket);
        checkTime(read, module);
    }

    private static void checkUpgrade(ProbeModule read, BlockReader websocket) {
        if (!read.conversation().happens() || read.verdict().validStatusCodes().contains(SWITCHING_PROTOCOLS)) {
            return;
        }
        Key key =
                List.<Key>of(ConversationKeys.QUERY_RESPONSE, ConversationKeys.HEARTBEAT, ConversationKeys.HOLD)
                        .stream()
                        .filter(websocket::has)
                        .findFirst()
                        .orElseThrow();
        websocket.mistake(
                key, "never happens without an upgrade (expected: 101 among valid_status_codes, or leave it out)");
    }

    /** The pings and the hold take their time, however fast the server is. */
    private static void checkTime(ProbeModule read, BlockReader module) {
        Duration timeout = read.timeout();
        Duration least = leastDuration(read);
        if (timeout == null || least.isZero()) {
            return;
        }
        RetrySettings attempts = read.attempts();
        Duration share = attempts.share(timeout, attempts.most());
        // Where it is not, there are fewer attempts than were asked for, and each has more.
        boolean allFit = RetrySettings.isWorthwhile(share);
        String words = " for a heartbeat and a hold that take " + DurationType.shown(least) + " at least (expected: ";
        if (least.compareTo(timeout) >= 0) {
            module.mistake(
                    ConfigKeys.TIMEOUT,
                    "leaves " + DurationType.shown(timeout) + words + "a longer timeout, or less to wait for)");
        } else if (allFit && least.compareTo(share) >= 0) {
            module.mistake(
                    ConfigKeys.TIMEOUT,
                    "leaves each of " + attempts.most() + " attempts " + DurationType.shown(share) + words
                            + "a longer timeout, or fewer attempts)");
        }
    }

    private static Duration leastDuration(ProbeModule read) {
        Heartbeat heartbeat = read.conversation().heartbeat();
        Duration pings = heartbeat.interval().multipliedBy(Math.max(0, heartbeat.pings() - 1));
        return pings.plus(read.conversation().hold());
    }
}
