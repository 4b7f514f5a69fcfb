package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.value.Secret;
import java.util.List;

/** About how much memory a result takes: what grows with what a target says, and a constant for the rest. */
final class ResultSize {
    /** With a target, which has 2,048 characters at most. */
    private static final int RESULT = 4_096;

    private static final int LINE = 96;
    private static final int TEXT = 56;
    private static final int CERTIFICATE = 512;
    /** Without its value, with what is made anew of the module. */
    private static final int PARAM = 1_024;

    private ResultSize() {}

    /** In bytes. */
    static long of(ProbeResult result) {
        long bytes = RESULT;
        List<LogLine> log = result.log();
        // Without an iterator: every probe comes here.
        for (int i = 0; i < log.size(); i++) {
            bytes += LINE + TextSize.of(log.get(i).message());
        }
        ParamValues params = result.request().params();
        for (Secret value : params.values().values()) {
            bytes += PARAM + TextSize.of(value.reveal());
        }
        Failure failure = result.failure();
        TlsReport tls = result.tls();
        ChainReport chain = tls == null ? null : tls.chain();
        bytes += failure == null ? 0 : of(failure.detail());
        bytes += chain == null ? 0 : of(chain.presented());
        String body = result.upgrade() == null ? null : result.upgrade().body();
        bytes += body == null ? 0 : of(body);
        if (result.conversation() != null) {
            bytes += result.conversation().steps().size() * (long) LINE;
            bytes += result.conversation().labels().values().stream()
                    .mapToLong(ResultSize::of)
                    .sum();
        }
        return bytes;
    }

    private static long of(List<CertificateFacts> chain) {
        long bytes = 0;
        for (CertificateFacts certificate : chain) {
            bytes += CERTIFICATE + TextSize.of(certificate.subject()) + TextSize.of(certificate.issuer());
            for (String name : certificate.dnsNames()) {
                bytes += of(name);
            }
            for (String url : certificate.issuerUrls()) {
                bytes += of(url);
            }
        }
        return bytes;
    }

    private static long of(String text) {
        return (long) TEXT + TextSize.of(text);
    }
}
