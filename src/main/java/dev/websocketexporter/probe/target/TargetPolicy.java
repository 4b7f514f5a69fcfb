package dev.websocketexporter.probe.target;

import dev.websocketexporter.probe.value.IpText;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which targets may be probed at all. {@code deny} wins over {@code allow}; an empty {@code allow} allows everything.
 *
 * @param allow with entries, a target must have its name or all its addresses here
 * @param deny a target must have neither its name nor any of its addresses here
 */
public record TargetPolicy(List<PolicyEntry> allow, List<PolicyEntry> deny) {
    /** Denies link-local addresses, where clouds keep their metadata services. */
    public static final TargetPolicy DEFAULT =
            new TargetPolicy(List.of(), List.of(PolicyEntry.parse("169.254.0.0/16"), PolicyEntry.parse("fe80::/10")));

    public TargetPolicy {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /**
     * Judges a host before anything is sent.
     *
     * @return one line that says what forbids it; null when nothing does yet
     */
    public @Nullable String refusalOfHost(Target target) {
        for (PolicyEntry entry : deny) {
            if (entry.matchesName(target.host())) {
                return "host " + target.host() + " is forbidden by target_policy.deny: " + entry;
            }
        }
        InetAddress address = target.address();
        if (address != null) {
            return refusalOfAddresses(target, List.of(address));
        }
        boolean addressesMayDecide = allow.isEmpty() || allow.stream().anyMatch(PolicyEntry::isAddresses);
        return addressesMayDecide || allowsName(target.host())
                ? null
                : "host " + target.host() + " is not in target_policy.allow";
    }

    /**
     * Judges what a host resolved to, before any of it is dialled.
     *
     * @return one line that says what forbids it; null when nothing does
     */
    public @Nullable String refusalOfAddresses(Target target, List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            for (PolicyEntry entry : deny) {
                if (entry.leadsHere(address)) {
                    return named(address, target) + " is forbidden by target_policy.deny: " + entry;
                }
            }
        }
        if (allow.isEmpty() || allowsName(target.host())) {
            return null;
        }
        for (InetAddress address : addresses) {
            if (allow.stream().noneMatch(entry -> entry.matchesAddress(address))) {
                return named(address, target) + " is not in target_policy.allow";
            }
        }
        return null;
    }

    /**
     * Judges a host whose addresses the proxy looks up, so that nobody here ever learns them: only its name can allow it.
     *
     * @return one line that says what forbids it; null when nothing does
     */
    public @Nullable String refusalBehindProxy(Target target) {
        String refusal = refusalOfHost(target);
        if (refusal != null || target.address() != null || allow.isEmpty() || allowsName(target.host())) {
            return refusal;
        }
        return "host " + target.host()
                + " is not in target_policy.allow by its name, and its addresses are the proxy's to find";
    }

    private static String named(InetAddress address, Target target) {
        String text = IpText.of(address);
        return "address " + text + (text.equals(target.host()) ? "" : " of host " + target.host());
    }

    private boolean allowsName(String host) {
        return allow.stream().anyMatch(entry -> entry.matchesName(host));
    }
}
