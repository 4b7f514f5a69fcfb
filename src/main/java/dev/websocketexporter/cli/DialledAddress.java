package dev.websocketexporter.cli;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.render.terminal.ProbeText;
import org.jspecify.annotations.Nullable;

/**
 * What is dialled: the target as it stands, or one of its addresses, with the target's name in Host and TLS.
 *
 * @param asked the target that the user gave
 * @param target what the prober is given
 * @param override the name of the target; absent: it is in the target
 */
record DialledAddress(Target asked, Target target, @Nullable HostOverride override) {
    /** @param ip the value of {@code --address}; absent: none was given */
    static DialledAddress of(Target asked, @Nullable String ip) throws BadUsageException {
        if (ip == null) {
            return new DialledAddress(asked, asked, null);
        }
        HostAndPort parsed = parsed(ip);
        Target there = new Target(asked.secure(), parsed.host(), parsed.address(), asked.port(), asked.requestTarget());
        return new DialledAddress(asked, there, new HostOverride(asked.hostHeader(), asked.host()));
    }

    private static HostAndPort parsed(String ip) throws BadUsageException {
        try {
            HostAndPort parsed = HostAndPort.parse(ip.startsWith("[") ? ip : HostAndPort.bracketed(ip), "address");
            if (parsed.address() == null || parsed.port() != null) {
                throw new InvalidTargetException("a name or a port");
            }
            return parsed;
        } catch (InvalidTargetException e) {
            throw new BadUsageException(ProbeFlag.ADDRESS + ": \"" + ip
                    + "\" is no IP address (expected: one such as 192.0.2.1 or 2001:db8::1; the port is the URL's)");
        }
    }

    /** The line before the first probe. */
    String heading(ProbeRequest request) {
        return ProbeText.heading(shown(), request);
    }

    /** The target that the user gave, and the address if it is dialled there. */
    String shown() {
        return asked + (asked.equals(target) ? "" : " at " + target.host());
    }
}
