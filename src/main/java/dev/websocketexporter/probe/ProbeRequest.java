package dev.websocketexporter.probe;

import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The input of a probe.
 *
 * @param target what is probed
 * @param module how it is probed
 * @param hostOverride the parameter {@code hostname}; absent: the host of the target
 * @param policy what may be dialled
 * @param budget the time in which the probe must have ended, from {@link Prober#start}; positive
 */
public record ProbeRequest(
        Target target, ProbeModule module, @Nullable HostOverride hostOverride, TargetPolicy policy, Duration budget) {
    public ProbeRequest {
        if (budget.isZero() || budget.isNegative()) {
            throw new IllegalArgumentException("budget: " + budget + " (expected: > 0)");
        }
    }

    /** The same with another budget; positive. */
    public ProbeRequest withBudget(Duration other) {
        return other.equals(budget) ? this : new ProbeRequest(target, module, hostOverride, policy, other);
    }

    /**
     * The parameter {@code hostname}: for targets found by their address, the name that they serve.
     *
     * @param hostHeader the value of {@code Host}, as it was given
     * @param serverName the host without the port: the TLS server name unless the module has one
     */
    public record HostOverride(String hostHeader, String serverName) {}
}
