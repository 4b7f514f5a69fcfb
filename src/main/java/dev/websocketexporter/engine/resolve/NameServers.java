package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the name servers, one family at a time so that each gives its own reason; nothing is cached, so that every probe
 * asks anew. Search domains and {@code ndots} are those of the system. Confined to one event loop.
 */
public final class NameServers implements AutoCloseable {
    /** What one family's lookup gave: addresses, or why there are none. */
    record Answer(List<InetAddress> addresses, @Nullable Failure failure) {}

    private static final HostsFileEntriesResolver NO_HOSTS_FILE = (host, types) -> null;

    private final RefusedQueries refused = new RefusedQueries();
    private final DnsNameResolver ip4;
    private final DnsNameResolver ip6;

    public NameServers(EventLoop loop, Transport transport, DnsServerAddressStreamProvider servers) {
        this.ip4 = resolver(loop, transport, servers, ResolvedAddressTypes.IPV4_ONLY);
        this.ip6 = resolver(loop, transport, servers, ResolvedAddressTypes.IPV6_ONLY);
    }

    private DnsNameResolver resolver(
            EventLoop loop, Transport transport, DnsServerAddressStreamProvider servers, ResolvedAddressTypes types) {
        return new DnsNameResolverBuilder(loop)
                .datagramChannelFactory(transport.datagrams())
                // Truncated answers are asked for again over TCP (RFC 7766 §5).
                .socketChannelFactory(transport.streams())
                .nameServerProvider(servers)
                .resolvedAddressTypes(types)
                .hostsFileEntriesResolver(NO_HOSTS_FILE)
                .dnsQueryLifecycleObserverFactory(refused)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .build();
    }

    /** Looks a name up in one family; never fails, a failure is an answer. */
    CompletableFuture<Answer> ask(String host, IpProtocol family) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        RefusedQueries.Watch watch = refused.watch(host);
        (family == IpProtocol.IP4 ? ip4 : ip6).resolveAll(host).addListener(lookup -> {
            watch.end();
            if (lookup.isSuccess()) {
                @SuppressWarnings("unchecked") // what resolveAll promises
                List<InetAddress> addresses = (List<InetAddress>) lookup.getNow();
                answer.complete(new Answer(List.copyOf(addresses), null));
            } else {
                answer.complete(new Answer(List.of(), failure(host, family, lookup.cause(), watch.code())));
            }
        });
        return answer;
    }

    private static Failure failure(String host, IpProtocol family, Throwable cause, @Nullable DnsResponseCode refusal) {
        DnsResponseCode reported = responseCode(cause);
        DnsResponseCode code = reported == null ? refusal : reported;
        if (code != null && code.equals(DnsResponseCode.NXDOMAIN)) {
            return failure(Reason.NAME_NOT_FOUND, "name " + host + " does not exist (NXDOMAIN)");
        }
        if (code != null) {
            return failure(Reason.RESOLVER_FAILURE, "name servers answered " + code + " for " + host);
        }
        if (DnsNameResolver.isTimeoutError(cause) || isTimeout(cause)) {
            return failure(Reason.TIMEOUT, "name servers did not answer for " + host);
        }
        if (DnsNameResolver.isTransportOrTimeoutError(cause) || isTransportError(cause)) {
            return failure(Reason.RESOLVER_FAILURE, "name servers cannot be asked for " + host + ": " + rootOf(cause));
        }
        String type = family == IpProtocol.IP4 ? "A" : "AAAA";
        return failure(Reason.NO_ADDRESS, "name " + host + " has no " + type + " record");
    }

    private static Failure failure(Reason reason, String detail) {
        return new Failure(Phase.RESOLVE, reason, detail);
    }

    private static @Nullable DnsResponseCode responseCode(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof DnsErrorCauseException answered) {
                return answered.getCode();
            }
        }
        return null;
    }

    private static boolean isTimeout(Throwable cause) {
        return cause.getCause() != null && DnsNameResolver.isTimeoutError(cause.getCause());
    }

    private static boolean isTransportError(Throwable cause) {
        return cause.getCause() != null && DnsNameResolver.isTransportOrTimeoutError(cause.getCause());
    }

    private static String rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public void close() {
        ip4.close();
        ip6.close();
    }
}
