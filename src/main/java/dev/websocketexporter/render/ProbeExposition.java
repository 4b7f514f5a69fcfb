package dev.websocketexporter.render;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.IpText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** A result as Prometheus reads it: what was learnt, and nothing else. */
public final class ProbeExposition {
    private static final int FNV_OFFSET_BASIS = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private ProbeExposition() {}

    /** The metrics of one probe. */
    public static String text(ProbeResult result, ExpositionFormat format) {
        return new String(utf8(result, format), StandardCharsets.UTF_8);
    }

    /** The same in UTF-8. */
    public static byte[] utf8(ProbeResult result, ExpositionFormat format) {
        ProbeSamples samples = new ProbeSamples(format);
        addVerdict(samples, result);
        addAddresses(samples, result.lookupTime(), result.dialled());
        addEach(samples, result.addresses());
        addPhases(samples, result.timings());
        addHandshake(samples, result);
        ConversationSamples.add(samples, result.conversation());
        addClose(samples, result.close());
        TlsSamples.add(samples, result.tls());
        return samples.toUtf8();
    }

    private static void addVerdict(ProbeSamples samples, ProbeResult result) {
        samples.setFlag(ProbeMetric.SUCCESS, result.successful());
        samples.setSeconds(ProbeMetric.DURATION, result.timings().total());
        samples.setSeconds(ProbeMetric.TIMEOUT, result.request().budget());
        Failure failure = result.failure();
        if (failure != null) {
            samples.set(
                    ProbeMetric.FAILURE_INFO,
                    1,
                    failure.phase().label(),
                    failure.reason().label());
        }
        samples.set(ProbeMetric.ATTEMPTS, result.attempts());
    }

    private static void addAddresses(
            ProbeSamples samples, @Nullable Duration lookupTime, @Nullable InetSocketAddress dialled) {
        samples.setSeconds(ProbeMetric.DNS_LOOKUP_TIME, lookupTime == null ? Duration.ZERO : lookupTime);
        InetAddress address = dialled == null ? null : dialled.getAddress();
        samples.set(
                ProbeMetric.IP_PROTOCOL,
                address == null ? 0 : IpProtocol.of(address).number());
        samples.set(ProbeMetric.IP_ADDR_HASH, address == null ? 0 : hash(address));
        if (address != null) {
            samples.set(ProbeMetric.IP_ADDR_INFO, 1, IpText.of(address));
        }
    }

    private static void addEach(ProbeSamples samples, @Nullable AddressesReport addresses) {
        if (addresses == null) {
            return;
        }
        samples.set(ProbeMetric.ADDRESSES, addresses.found());
        for (AddressesReport.Verdict verdict : addresses.verdicts()) {
            samples.set(ProbeMetric.ADDRESS_SUCCESS, verdict.successful() ? 1 : 0, IpText.of(verdict.address()));
        }
    }

    /** FNV-1a of 32 bits over the 4 or 16 bytes of the address, as blackbox_exporter computes it. */
    private static double hash(InetAddress address) {
        int hash = FNV_OFFSET_BASIS;
        for (byte b : address.getAddress()) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return Integer.toUnsignedLong(hash);
    }

    private static void addPhases(ProbeSamples samples, Timings timings) {
        timings.phases()
                .forEach((phase, duration) -> samples.setSeconds(ProbeMetric.PHASE_DURATION, duration, phase.label()));
        samples.setSeconds(ProbeMetric.OVERHEAD, timings.overhead());
    }

    private static void addHandshake(ProbeSamples samples, ProbeResult result) {
        UpgradeReport upgrade = result.upgrade();
        samples.set(ProbeMetric.STATUS_CODE, upgrade == null ? 0 : upgrade.statusCode());
        samples.setFlag(ProbeMetric.CONNECTION_UPGRADED, upgrade != null && upgrade.upgraded());
        samples.setFlag(ProbeMetric.SSL, result.request().target().secure());
        samples.set(
                ProbeMetric.HTTP_VERSION,
                result.request().module().upgrade().httpVersion() == HttpVersion.HTTP_2 ? 2 : 1.1);
        if (upgrade == null) {
            return;
        }
        String subprotocol = upgrade.subprotocol();
        if (subprotocol != null) {
            samples.set(ProbeMetric.SUBPROTOCOL_INFO, 1, subprotocol);
        }
        if (upgrade.redirects() != null) {
            samples.set(ProbeMetric.REDIRECTS, upgrade.redirects());
        }
        // A server may name one twice, and Prometheus would reject an answer with two equal series.
        for (String extension : new LinkedHashSet<>(upgrade.extensions())) {
            samples.set(ProbeMetric.EXTENSION_INFO, 1, extension);
        }
    }

    private static void addClose(ProbeSamples samples, @Nullable CloseReport close) {
        if (close == null) {
            return;
        }
        Integer code = close.code();
        if (code != null) {
            samples.set(ProbeMetric.CLOSE_CODE, code);
        }
        samples.setFlag(ProbeMetric.CLOSE_CLEAN, close.clean());
        samples.setFlag(ProbeMetric.CLOSED_BY_SERVER, close.byServer());
    }
}
