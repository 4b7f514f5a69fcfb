package dev.websocketexporter.probe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Named settings of a probe. Immutable; checked where it is parsed.
 *
 * @param name as in the configuration and in the parameter {@code module}
 * @param timeout the most that a probe may take; absent: only the scrape timeout rules
 * @param dialing which addresses are dialled
 * @param proxy the way out
 * @param tls how TLS is negotiated and the peer judged
 * @param upgrade the upgrade request
 * @param verdict what counts as a success
 * @param conversation what happens after the upgrade
 * @param closing how the connection is closed
 * @param attempts how a failure is confirmed
 */
public record Module(
        String name,
        @Nullable Duration timeout,
        Dialing dialing,
        ProxySettings proxy,
        TlsSettings tls,
        UpgradeSettings upgrade,
        Verdict verdict,
        Conversation conversation,
        Closing closing,
        Attempts attempts) {
    /** A module with the defaults of every key. */
    public static Module withDefaults(String name) {
        return new Module(
                name,
                null,
                Dialing.DEFAULT,
                ProxySettings.NONE,
                TlsSettings.DEFAULT,
                UpgradeSettings.DEFAULT,
                Verdict.DEFAULT,
                Conversation.NONE,
                Closing.DEFAULT,
                Attempts.ONE);
    }

    public Module with(Dialing other) {
        return new Module(name, timeout, other, proxy, tls, upgrade, verdict, conversation, closing, attempts);
    }

    public Module with(ProxySettings other) {
        return new Module(name, timeout, dialing, other, tls, upgrade, verdict, conversation, closing, attempts);
    }

    public Module with(TlsSettings other) {
        return new Module(name, timeout, dialing, proxy, other, upgrade, verdict, conversation, closing, attempts);
    }

    public Module with(UpgradeSettings other) {
        return new Module(name, timeout, dialing, proxy, tls, other, verdict, conversation, closing, attempts);
    }

    public Module with(Verdict other) {
        return new Module(name, timeout, dialing, proxy, tls, upgrade, other, conversation, closing, attempts);
    }

    public Module withTimeout(Duration other) {
        return new Module(name, other, dialing, proxy, tls, upgrade, verdict, conversation, closing, attempts);
    }

    public Module with(Conversation other) {
        return new Module(name, timeout, dialing, proxy, tls, upgrade, verdict, other, closing, attempts);
    }

    public Module with(Closing other) {
        return new Module(name, timeout, dialing, proxy, tls, upgrade, verdict, conversation, other, attempts);
    }

    public Module with(Attempts other) {
        return new Module(name, timeout, dialing, proxy, tls, upgrade, verdict, conversation, closing, other);
    }
}
