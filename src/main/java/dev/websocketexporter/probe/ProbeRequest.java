package dev.websocketexporter.probe;

import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The input of a probe.
 *
 * @param target what is probed
 * @param module how it is probed, with the values of {@code params} in it
 * @param hostOverride the parameter {@code hostname}; absent: the host of the target
 * @param policy what may be dialled
 * @param budget the time in which the probe must have ended, from {@link Prober#start}; positive
 * @param params what was brought along for this probe; two probes of a target that differ in it are of different things
 */
public record ProbeRequest(
        Target target,
        ProbeModule module,
        @Nullable HostOverride hostOverride,
        TargetPolicy policy,
        Duration budget,
        ParamValues params) {
    public ProbeRequest {
        if (budget.isZero() || budget.isNegative()) {
            throw new IllegalArgumentException("budget: " + budget + " (expected: > 0)");
        }
    }

    /** A probe that brings nothing along for the {@code params} of its module. */
    public ProbeRequest(
            Target target,
            ProbeModule module,
            @Nullable HostOverride hostOverride,
            TargetPolicy policy,
            Duration budget) {
        this(target, module, hostOverride, policy, budget, ParamValues.NONE);
    }

    /** The same within another time. */
    public ProbeRequest withBudget(Duration other) {
        return other.equals(budget) ? this : new ProbeRequest(target, module, hostOverride, policy, other, params);
    }

    /** The same by another module. */
    public ProbeRequest with(ProbeModule other) {
        return new ProbeRequest(target, other, hostOverride, policy, budget, params);
    }

    /**
     * The parameter {@code hostname}: for targets found by their address, the name that they serve.
     *
     * @param hostHeader the value of {@code Host}, as it was given
     * @param serverName the host without the port: the TLS server name unless the module has one
     */
    public record HostOverride(String hostHeader, String serverName) {}
}
