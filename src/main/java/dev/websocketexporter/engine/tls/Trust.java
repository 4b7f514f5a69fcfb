package dev.websocketexporter.engine.tls;

import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.tls.TrustAnchors;
import org.jspecify.annotations.Nullable;

/**
 * What a probe trusts.
 *
 * @param anchors the trusted certificates
 * @param trouble why there are none, which is the exporter's fault and says nothing of the target; null: there are
 */
record Trust(TrustAnchors anchors, @Nullable Failure trouble) {
    static Trust none(Failure trouble) {
        return new Trust(TrustAnchors.none(), trouble);
    }

    /** @param why in words */
    static Failure limit(String why) {
        return Failure.ofExporter(
                Phase.TLS,
                ExporterLimit.SYSTEM_FILES,
                "the exporter has no trusted certificates to verify with: " + why);
    }
}
