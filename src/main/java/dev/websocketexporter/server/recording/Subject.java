package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * What was probed, and how: probes of the same subject are told as one row. A target may contain secrets; a subject is
 * never shown as it stands here.
 *
 * @param module its name
 * @param hostOverride absent: the target's own host
 */
record Subject(Target target, String module, @Nullable HostOverride hostOverride) {
    static Subject of(ProbeRequest request) {
        return new Subject(request.target(), request.module().name(), request.hostOverride());
    }
}
