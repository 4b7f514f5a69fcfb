package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CloseReport;
import dev.websocketexporter.probe.ConversationReport;
import dev.websocketexporter.probe.TlsReport;
import dev.websocketexporter.probe.UpgradeReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a probe has learnt so far; each phase fills in its part. Confined to the probe's event loop. */
final class Findings {
    @Nullable
    Duration lookupTime;

    @Nullable
    InetSocketAddress dialled;

    @Nullable
    TlsReport tls;

    /** What the TLS handshake showed on its way; it may matter after it, as TLS 1.3 refuses client certificates late. */
    @Nullable
    HandshakeFacts handshake;

    /** The OAuth2 token that was sent. */
    Tokens.@Nullable Bearer bearer;

    @Nullable
    UpgradeReport upgrade;

    /** The conversation under way, or the one that was. */
    @Nullable
    Talk talk;

    @Nullable
    ConversationReport conversation;

    @Nullable
    CloseReport close;

    /** Another connection is begun; the last response stays known, since it says why. */
    void forgetConnection() {
        dialled = null;
        tls = null;
        handshake = null;
        bearer = null;
    }

    /** Where redirects are followed, the last response tells how many were. */
    void redirected(int times) {
        if (upgrade != null && upgrade.redirects() != null) {
            upgrade = upgrade.afterRedirects(times);
        }
    }

    /** Lookups add up as the phases do. */
    void addLookup(Duration took) {
        lookupTime = lookupTime == null ? took : lookupTime.plus(took);
    }
}
