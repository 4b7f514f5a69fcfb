package dev.websocketexporter.engine.resolve;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsQueryLifecycleObserver;
import io.netty.resolver.dns.DnsQueryLifecycleObserverFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Records the codes with which name servers refuse queries: the resolver's exception has NXDOMAIN and SERVFAIL, but not
 * REFUSED and the rest, and without the code they look like a name without addresses. Confined to one event loop.
 */
final class RefusedQueries implements DnsQueryLifecycleObserverFactory {
    private final List<Watch> watches = new ArrayList<>();

    /** Watches the queries for a name, search domains included, until {@link Watch#end}. */
    Watch watch(String host) {
        Watch watch = new Watch(absolute(host));
        watches.add(watch);
        return watch;
    }

    @Override
    public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
        return new Observer(absolute(question.name()));
    }

    /** With its last dot, so that a name is not taken for the beginning of a longer label. */
    private static String absolute(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }

    private void refused(String queried, DnsResponseCode code) {
        boolean refusal = !code.equals(DnsResponseCode.NOERROR) && !code.equals(DnsResponseCode.NXDOMAIN);
        for (Watch watch : watches) {
            if (refusal && queried.startsWith(watch.host)) {
                watch.code = code;
            }
        }
    }

    /** One lookup under way. */
    final class Watch {
        private final String host;
        private @Nullable DnsResponseCode code;

        private Watch(String host) {
            this.host = host;
        }

        /** The code of the last refusal; null when there was none. */
        @Nullable
        DnsResponseCode code() {
            return code;
        }

        void end() {
            watches.remove(this);
        }
    }

    private final class Observer implements DnsQueryLifecycleObserver {
        private final String queried;

        private Observer(String queried) {
            this.queried = queried;
        }

        @Override
        public DnsQueryLifecycleObserver queryNoAnswer(DnsResponseCode code) {
            refused(queried, code);
            return this;
        }

        @Override
        public void queryWritten(InetSocketAddress server, ChannelFuture future) {}

        @Override
        public void queryCancelled(int queriesRemaining) {}

        @Override
        public DnsQueryLifecycleObserver queryRedirected(List<InetSocketAddress> servers) {
            return this;
        }

        @Override
        public DnsQueryLifecycleObserver queryCNAMEd(DnsQuestion question) {
            return this;
        }

        @Override
        public void queryFailed(Throwable cause) {}

        @Override
        public void querySucceed() {}
    }
}
