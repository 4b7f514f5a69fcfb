package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What was probed, and how: probes of the same subject are told as one row. A target may contain secrets; a subject is
 * never shown as it stands here.
 *
 * @param module its name
 * @param hostOverride absent: the target's own host
 * @param params a digest of what the probe brought along for its module, which may be long, and is remembered for longer
 *     than the probe; empty: nothing
 */
record Subject(Target target, String module, @Nullable HostOverride hostOverride, String params) {
    private static final int DIGEST_BYTES = 16;

    static Subject of(ProbeRequest request) {
        return new Subject(request.target(), request.module().name(), request.hostOverride(), digest(request.params()));
    }

    private static String digest(ParamValues params) {
        if (params.values().isEmpty()) {
            return "";
        }
        MessageDigest digest = Digests.sha256();
        params.values().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().parameter()))
                .forEach(entry -> {
                    String value = entry.getValue().reveal();
                    String field = entry.getKey().parameter() + " " + value.length() + " " + value;
                    digest.update(field.getBytes(StandardCharsets.UTF_8));
                });
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    }
}
