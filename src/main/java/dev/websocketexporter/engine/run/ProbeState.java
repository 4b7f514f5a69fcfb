package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.UpgradeReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The reports that the result of a run will consist of. Each phase adds its own as soon as it knows it, so that a phase
 * that fails later has reported what it learned before. Phases only write here: what a phase needs of an earlier one
 * is its argument. Only a connection that was dialled again reads the reports of the one before it, and may restore them.
 * Confined to the event loop.
 */
public final class ProbeState {
    private @Nullable Duration lookupTime;
    private @Nullable InetSocketAddress dialled;
    private @Nullable TlsReport tls;
    private @Nullable UpgradeReport upgrade;
    private @Nullable ConversationReport conversation;
    private @Nullable CloseReport close;

    /** The time of all lookups that succeeded; null: none did. */
    @Nullable
    Duration lookupTime() {
        return lookupTime;
    }

    /** Lookups add up as the phases do. */
    public void addLookup(Duration took) {
        lookupTime = lookupTime == null ? took : lookupTime.plus(took);
    }

    /** The address that was dialled last; null: none was on this connection. */
    @Nullable
    public InetSocketAddress dialled() {
        return dialled;
    }

    public void dialled(InetSocketAddress remote) {
        dialled = remote;
    }

    /** What TLS has shown so far; null: TLS has not begun on this connection. */
    @Nullable
    public TlsReport tls() {
        return tls;
    }

    /** TLS begins, and nothing is known of it yet. */
    public void tlsBegins() {
        tls = TlsReport.NOTHING;
    }

    /** Adds to what TLS has shown so far. */
    public void tls(UnaryOperator<TlsReport> more) {
        if (tls != null) {
            tls = more.apply(tls);
        }
    }

    /** The last response to an upgrade request; null: none came. */
    @Nullable
    UpgradeReport upgrade() {
        return upgrade;
    }

    public void upgrade(UpgradeReport report) {
        upgrade = report;
    }

    /** The conversation; null: there was none. */
    @Nullable
    ConversationReport conversation() {
        return conversation;
    }

    public void conversation(ConversationReport report) {
        conversation = report;
    }

    /** How the upgraded connection ended; null: it has not, or there was none. */
    @Nullable
    public CloseReport close() {
        return close;
    }

    public void close(CloseReport report) {
        close = report;
    }

    /** The connection before this one is reported after all, since this one showed no more. */
    public void restoreConnection(InetSocketAddress remote, TlsReport report) {
        dialled = remote;
        tls = report;
    }

    /**
     * Another connection begins. The last response stays, since it says why; it counts the redirects that were
     * followed.
     */
    void beginConnection(int redirects) {
        dialled = null;
        tls = null;
        if (upgrade != null && upgrade.redirects() != null) {
            upgrade = upgrade.afterRedirects(redirects);
        }
    }
}
