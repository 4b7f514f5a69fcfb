package dev.websocketexporter.probe.module;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Named settings of a probe. Immutable; checked where it is parsed.
 *
 * @param name as in the configuration and in the parameter {@code module}
 * @param timeout the longest time that a probe may take; absent: only the scrape timeout limits it
 * @param dialing which addresses are dialled
 * @param proxy the proxy that is used
 * @param tls how TLS is negotiated and the peer judged
 * @param upgrade the upgrade request
 * @param verdict what counts as a success
 * @param conversation what happens after the upgrade
 * @param closing how the connection is closed
 * @param attempts how a failure is confirmed
 * @param params what a probe may bring along in the place of the module's own; empty: nothing
 */
public record ProbeModule(
        String name,
        @Nullable Duration timeout,
        DialSettings dialing,
        ProxySettings proxy,
        TlsSettings tls,
        UpgradeSettings upgrade,
        SuccessCriteria verdict,
        Conversation conversation,
        CloseSettings closing,
        RetrySettings attempts,
        List<ModuleParam> params) {
    public ProbeModule {
        params = List.copyOf(params);
    }

    /** A module with the defaults of every key. */
    public static ProbeModule withDefaults(String name) {
        return new ProbeModule(
                name,
                null,
                DialSettings.DEFAULT,
                ProxySettings.NONE,
                TlsSettings.DEFAULT,
                UpgradeSettings.DEFAULT,
                SuccessCriteria.DEFAULT,
                Conversation.NONE,
                CloseSettings.DEFAULT,
                RetrySettings.ONE,
                List.of());
    }

    public ProbeModule with(DialSettings other) {
        return new ProbeModule(
                name, timeout, other, proxy, tls, upgrade, verdict, conversation, closing, attempts, params);
    }

    public ProbeModule with(ProxySettings other) {
        return new ProbeModule(
                name, timeout, dialing, other, tls, upgrade, verdict, conversation, closing, attempts, params);
    }

    public ProbeModule with(TlsSettings other) {
        return new ProbeModule(
                name, timeout, dialing, proxy, other, upgrade, verdict, conversation, closing, attempts, params);
    }

    public ProbeModule with(UpgradeSettings other) {
        return new ProbeModule(
                name, timeout, dialing, proxy, tls, other, verdict, conversation, closing, attempts, params);
    }

    public ProbeModule with(SuccessCriteria other) {
        return new ProbeModule(
                name, timeout, dialing, proxy, tls, upgrade, other, conversation, closing, attempts, params);
    }

    public ProbeModule withTimeout(Duration other) {
        return new ProbeModule(
                name, other, dialing, proxy, tls, upgrade, verdict, conversation, closing, attempts, params);
    }

    public ProbeModule with(Conversation other) {
        return new ProbeModule(name, timeout, dialing, proxy, tls, upgrade, verdict, other, closing, attempts, params);
    }

    public ProbeModule with(CloseSettings other) {
        return new ProbeModule(
                name, timeout, dialing, proxy, tls, upgrade, verdict, conversation, other, attempts, params);
    }

    public ProbeModule with(RetrySettings other) {
        return new ProbeModule(
                name, timeout, dialing, proxy, tls, upgrade, verdict, conversation, closing, other, params);
    }

    public ProbeModule withParams(List<ModuleParam> other) {
        return new ProbeModule(
                name, timeout, dialing, proxy, tls, upgrade, verdict, conversation, closing, attempts, other);
    }

    /**
     * How a connection is closed (RFC 6455 §7).
     *
     * @param code our close code, one that may stand in a frame
     * @param timeout how long the peer's Close is waited for, as far as the budget allows
     * @param required whether a peer that does not answer fails the probe
     * @param expected the codes of the peer's end that are right, {@link CloseCode#NO_STATUS} and
     *     {@link CloseCode#ABNORMAL} among them; empty: any
     */
    public record CloseSettings(int code, Duration timeout, boolean required, List<Integer> expected) {
        public static final CloseSettings DEFAULT = new CloseSettings(CloseCode.NORMAL, Duration.ofSeconds(1), false);

        public CloseSettings {
            expected = List.copyOf(expected);
        }

        /** Any end of the peer is right. */
        public CloseSettings(int code, Duration timeout, boolean required) {
            this(code, timeout, required, List.of());
        }

        /** The same, if only these codes are right. */
        public CloseSettings expecting(Integer... codes) {
            return new CloseSettings(code, timeout, required, List.of(codes));
        }
    }

    /**
     * The confirmation of failures: a failed attempt is followed by another one, inside the budget of the probe.
     *
     * @param most how many in all, from 1
     * @param interval from the end of a failed one to the beginning of the next
     */
    public record RetrySettings(int most, Duration interval) {
        public static final RetrySettings ONE = new RetrySettings(1, Duration.ofSeconds(1));

        /** With less, an attempt would only call a healthy target down. */
        private static final Duration SHORTEST = Duration.ofMillis(100);

        /**
         * What each of several attempts may take, where they are made one after the other with the intervals between them.
         *
         * @param time for all of it
         * @param attempts from 1
         * @return negative when the intervals alone take longer
         */
        public Duration share(Duration time, int attempts) {
            return time.minus(interval.multipliedBy(attempts - 1L)).dividedBy(attempts);
        }

        /** Whether an attempt that may take this long can find out anything. */
        public static boolean isWorthwhile(Duration share) {
            return share.compareTo(SHORTEST) >= 0;
        }
    }

    /**
     * Which addresses are dialled, and from where.
     *
     * @param preferred the family that is dialled first
     * @param fallback whether the other family is dialled when the preferred one has no address, or it is refused or
     *     unreachable
     * @param source the local address that connections are made from; absent: the system chooses
     * @param nameServers who is asked for the addresses, instead of the hosts file and the system's name servers; empty:
     *     those
     * @param addresses how many of the addresses are probed
     */
    public record DialSettings(
            IpProtocol preferred,
            boolean fallback,
            @Nullable InetAddress source,
            List<InetSocketAddress> nameServers,
            Which addresses) {
        public static final DialSettings DEFAULT = new DialSettings(IpProtocol.IP6, true, null);

        /** How many of the addresses of a name are probed. */
        public enum Which {
            /** One of each family is dialled until one answers. */
            FIRST,
            /** Each is probed by itself, at the same time. */
            ALL
        }

        public DialSettings {
            nameServers = List.copyOf(nameServers);
        }

        /** By the system's name servers, and the first address. */
        public DialSettings(IpProtocol preferred, boolean fallback, @Nullable InetAddress source) {
            this(preferred, fallback, source, List.of(), Which.FIRST);
        }

        public DialSettings withNameServers(List<InetSocketAddress> other) {
            return new DialSettings(preferred, fallback, source, other, addresses);
        }

        public DialSettings with(Which other) {
            return new DialSettings(preferred, fallback, source, nameServers, other);
        }
    }
}
