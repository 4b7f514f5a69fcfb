package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.target.Target;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One hop of a probe: the target itself, or where a redirect led.
 *
 * @param target where this hop leads
 * @param proxy the proxy in between; absent: none
 * @param hostOverride the parameter {@code hostname}, which is about the first host only
 * @param redirects how many redirects led here
 * @param pinned the address of the target that this probe is about; absent: those that its name has
 * @param trusted whether this is the host and port that was asked for: credentials go nowhere else
 */
public record RedirectHop(
        Target target,
        @Nullable Proxy proxy,
        @Nullable HostOverride hostOverride,
        int redirects,
        @Nullable InetAddress pinned,
        boolean trusted) {
    public static RedirectHop first(ProbeRequest request, @Nullable Proxy proxy) {
        return new RedirectHop(request.target(), proxy, request.hostOverride(), 0, null, true);
    }

    /** The target itself, at this one of its addresses. */
    public static RedirectHop pinned(ProbeRequest request, InetAddress address) {
        return new RedirectHop(request.target(), null, request.hostOverride(), 0, address, true);
    }

    /** What a redirect leads to. */
    public RedirectHop next(ProbeRequest request, Target location, @Nullable Proxy proxyOfLocation) {
        Target first = request.target();
        boolean same = location.host().equals(first.host()) && location.port() == first.port();
        return new RedirectHop(
                location, proxyOfLocation, same ? request.hostOverride() : null, redirects + 1, null, same);
    }

    /** The port that is dialled. */
    public int dialledPort() {
        return proxy == null ? target.port() : proxy.port();
    }
}
