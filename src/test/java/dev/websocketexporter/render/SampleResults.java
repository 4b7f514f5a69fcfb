package dev.websocketexporter.render;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.Health;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.RoundTrips;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results as the prober hands them out, for the tests of their views. */
public final class SampleResults {
    static final Instant STARTED = Instant.parse("2026-11-21T10:00:00Z");

    private static final CertificateFacts LEAF = new CertificateFacts(
            "0a1b2c",
            "CN=chat.example.com,O=Example \"Quoted\" Ltd",
            "CN=Example CA",
            "chat.example.com",
            "Example CA",
            List.of("chat.example.com", "*.example.com"),
            "3e7",
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2027-03-04T05:06:07Z"));
    private static final CertificateFacts INTERMEDIATE = new CertificateFacts(
            "ffee",
            "CN=Example CA",
            "CN=Example Root",
            "Example CA",
            "Example Root",
            List.of(),
            "1",
            Instant.parse("2020-01-01T00:00:00Z"),
            Instant.parse("2026-12-31T23:59:59Z"));

    private SampleResults() {}

    /** A wss probe with everything that can be learnt. */
    public static ProbeResult fullSuccess() {
        return new ProbeResult(
                request("wss://chat.example.com/socket?token=hunter2"),
                STARTED,
                new Outcome.Success(),
                new Timings(
                        Duration.ofMillis(100),
                        Map.of(
                                Phase.RESOLVE, Duration.ofMillis(10),
                                Phase.CONNECT, Duration.ofMillis(20),
                                Phase.TLS, Duration.ofMillis(30),
                                Phase.UPGRADE, Duration.ofNanos(25_500_000),
                                Phase.CLOSE, Duration.ofMillis(14))),
                Duration.ofMillis(9),
                address("2001:db8::17", 443),
                new TlsReport(
                                TlsVersion.TLS13,
                                "TLS_AES_128_GCM_SHA256",
                                chain(List.of(LEAF, INTERMEDIATE), Instant.parse("2026-12-31T23:59:59Z"), null),
                                new StapleReport(
                                        StapleReport.Status.GOOD, Instant.parse("2026-11-24T00:00:00Z"), null, null))
                        .lookedUp(new CrlReport(Instant.parse("2026-11-27T00:00:00Z"), null, null)),
                new UpgradeReport(101, true, "chat.v2", List.of("permessage-deflate", "permessage-deflate"), null),
                null,
                new CloseReport(1000, "bye", true),
                1,
                List.of(
                        new LogLine(Duration.ofNanos(9_123_000), LogLine.Level.INFO, "Resolved to 2001:db8::17"),
                        new LogLine(Duration.ofMillis(99), LogLine.Level.DEBUG, "Peer closed with 1000 \"bye\"")));
    }

    /** The lookup failed: nothing is known but that. */
    static ProbeResult nameNotFound() {
        return new ProbeResult(
                request("ws://nowhere.invalid/"),
                STARTED,
                failed(Phase.RESOLVE, Reason.NAME_NOT_FOUND, "nowhere.invalid: no such name (NXDOMAIN)"),
                new Timings(Duration.ofMillis(3), Map.of(Phase.RESOLVE, Duration.ofMillis(2))),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                List.of());
    }

    static ProbeResult connectionRefused() {
        return new ProbeResult(
                request("ws://127.0.0.1:1/"),
                STARTED,
                failed(Phase.CONNECT, Reason.CONNECTION_REFUSED, "127.0.0.1:1: connection refused"),
                new Timings(
                        Duration.ofMillis(2),
                        Map.of(Phase.RESOLVE, Duration.ZERO, Phase.CONNECT, Duration.ofMillis(1))),
                Duration.ZERO,
                address("127.0.0.1", 1),
                null,
                null,
                null,
                null,
                1,
                List.of());
    }

    /** The certificate is bad; everything that it says is known all the same. */
    public static ProbeResult certificateExpired() {
        Failure fault = new Failure(Phase.TLS, Reason.CERTIFICATE_EXPIRED, "leaf CN=chat.example.com expired");
        return new ProbeResult(
                request("wss://chat.example.com/"),
                STARTED,
                new Outcome.Failed(fault),
                new Timings(
                        Duration.ofMillis(40),
                        Map.of(
                                Phase.RESOLVE, Duration.ofMillis(10),
                                Phase.CONNECT, Duration.ofMillis(10),
                                Phase.TLS, Duration.ofMillis(20))),
                Duration.ofMillis(10),
                address("192.0.2.17", 443),
                new TlsReport(
                        TlsVersion.TLS11,
                        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                        chain(List.of(LEAF, LEAF), null, fault),
                        StapleReport.unreadable("it is no OCSP response")),
                null,
                null,
                null,
                1,
                List.of());
    }

    static ProbeResult unexpectedStatus() {
        return new ProbeResult(
                request("ws://192.0.2.17/"),
                STARTED,
                failed(Phase.UPGRADE, Reason.UNEXPECTED_STATUS, "status 404 (expected: 101)"),
                new Timings(
                        Duration.ofMillis(4),
                        Map.of(
                                Phase.RESOLVE, Duration.ZERO,
                                Phase.CONNECT, Duration.ofMillis(1),
                                Phase.UPGRADE, Duration.ofMillis(2))),
                Duration.ZERO,
                address("192.0.2.17", 80),
                null,
                new UpgradeReport(404, false, null, List.of(), null),
                null,
                null,
                1,
                List.of());
    }

    /** Everything that can be said of a conversation, which failed in its second step, at the second attempt. */
    static ProbeResult failedConversation() {
        return new ProbeResult(
                request("ws://192.0.2.17/"),
                STARTED,
                failed(Phase.CONVERSATION, Reason.UNEXPECTED_MESSAGE, "\"no\" (expected: /yes/)"),
                new Timings(
                        Duration.ofMillis(2_000),
                        Map.of(Phase.CONNECT, Duration.ofMillis(1), Phase.CONVERSATION, Duration.ofMillis(40)),
                        Duration.ofMillis(1_950)),
                Duration.ZERO,
                address("192.0.2.17", 80),
                null,
                new UpgradeReport(101, true, null, List.of(), null),
                new ConversationReport(
                        new Traffic(1, 20),
                        new Traffic(2, 300),
                        Duration.ofMillis(7),
                        List.of(
                                new StepReport("subscribe", Duration.ofMillis(8)),
                                new StepReport("2", Duration.ofMillis(30))),
                        2,
                        Map.of("status", "not \"ok\"\n"),
                        new HeartbeatReport(
                                3,
                                2,
                                new RoundTrips(
                                        Duration.ofMillis(1),
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(3),
                                        Duration.ofMillis(1)),
                                Health.DEGRADED)),
                null,
                2,
                List.of());
    }

    public static ProbeResult withOutcome(ProbeResult result, Outcome outcome) {
        return new ProbeResult(
                result.request(),
                result.startedAt(),
                outcome,
                result.timings(),
                result.lookupTime(),
                result.dialled(),
                result.tls(),
                result.upgrade(),
                result.conversation(),
                result.close(),
                result.attempts(),
                result.log());
    }

    private static ChainReport chain(
            List<CertificateFacts> presented, @Nullable Instant verifiedChainExpiry, @Nullable Failure fault) {
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        for (CertificateCheck check : CertificateCheck.OF_CHAIN) {
            checks.put(check, fault == null);
        }
        return new ChainReport(presented, verifiedChainExpiry, checks, fault);
    }

    private static Outcome failed(Phase phase, Reason reason, String detail) {
        return new Outcome.Failed(new Failure(phase, reason, detail));
    }

    private static ProbeRequest request(String url) {
        try {
            return new ProbeRequest(
                    Target.parse(url),
                    ProbeModule.withDefaults("websocket"),
                    null,
                    TargetPolicy.DEFAULT,
                    Duration.ofMillis(9500));
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InetSocketAddress address(String literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
