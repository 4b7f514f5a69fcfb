package dev.websocketexporter.render.json;

import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the TLS handshake showed, as a member {@code tls}; the same whether or not the certificate was accepted. */
final class TlsJson {
    private TlsJson() {}

    /** All of it. */
    static void write(JsonWriter json, @Nullable TlsReport tls) {
        if (tls != null) {
            write(json, tls, chain -> chain(json, chain.presented()));
        }
    }

    /** All but the certificates. */
    static void writeGist(JsonWriter json, @Nullable TlsReport tls) {
        if (tls != null) {
            write(json, tls, chain -> {});
        }
    }

    private static void write(JsonWriter json, TlsReport tls, Consumer<ChainReport> certificates) {
        json.object("tls", () -> {
            json.text("version", tls.version() == null ? null : tls.version().label());
            json.text("cipher", tls.cipher());
            json.text("alpn", tls.alpn());
            ChainReport chain = tls.chain();
            if (chain != null) {
                judgement(json, chain, tls);
                certificates.accept(chain);
            }
            staple(json, tls.staple());
            crl(json, tls.crl());
        });
    }

    private static void judgement(JsonWriter json, ChainReport chain, TlsReport tls) {
        json.flag("verified", chain.judged() ? chain.verified() : null);
        Failure fault = chain.fault();
        if (fault != null) {
            json.object("fault", () -> {
                json.text("reason", fault.reason().label());
                json.text("detail", fault.detail());
            });
        }
        json.object("checks", () -> tls.checks().forEach((check, passed) -> json.flag(check.label(), passed)));
        json.time("earliest_expiry", chain.earliestExpiry());
        json.time("verified_chain_expiry", chain.verifiedChainExpiry());
    }

    private static void chain(JsonWriter json, List<CertificateFacts> presented) {
        json.list(
                "chain",
                IntStream.range(0, presented.size()).boxed().toList(),
                position -> certificate(json, position, presented.get(position)));
    }

    private static void certificate(JsonWriter json, int position, CertificateFacts certificate) {
        json.object(() -> {
            json.number("position", position);
            json.text("subject", certificate.subject());
            json.text("issuer", certificate.issuer());
            json.time("not_before", certificate.notBefore());
            json.time("not_after", certificate.notAfter());
            json.text("serial_number", certificate.serialNumber());
            json.text("fingerprint_sha256", certificate.fingerprintSha256());
            json.texts("dns_names", certificate.dnsNames());
        });
    }

    private static void staple(JsonWriter json, @Nullable StapleReport staple) {
        if (staple == null) {
            return;
        }
        json.object("ocsp", () -> {
            json.text("status", staple.status() == null ? null : staple.status().label());
            json.time("next_update", staple.nextUpdate());
            json.text("flaw", staple.flaw());
        });
    }

    private static void crl(JsonWriter json, @Nullable CrlReport crl) {
        if (crl == null) {
            return;
        }
        json.object("crl", () -> {
            json.flag("revoked", crl.known() ? crl.revocation() != null : null);
            json.time("next_update", crl.nextUpdate());
            json.text("flaw", crl.flaw());
        });
    }
}
