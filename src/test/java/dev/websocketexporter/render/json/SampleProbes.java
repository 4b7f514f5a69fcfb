package dev.websocketexporter.render.json;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.LogLine.Level;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
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

/** Results whose JSON stands beside the test. */
public final class SampleProbes {
    private static final Instant STARTED = Instant.parse("2026-11-21T10:00:00Z");

    private SampleProbes() {}

    /** A wss probe with chain, steps and heartbeat. */
    public static ProbeResult healthy() {
        return new ProbeResult(
                request("wss://chat.example.com/socket?token=hunter2", "chat"),
                STARTED,
                new Outcome.Success(),
                new Timings(
                        Duration.ofMillis(180),
                        Map.of(
                                Phase.RESOLVE, Duration.ofMillis(10),
                                Phase.CONNECT, Duration.ofMillis(20),
                                Phase.TLS, Duration.ofMillis(30),
                                Phase.UPGRADE, Duration.ofNanos(25_500_000),
                                Phase.CONVERSATION, Duration.ofMillis(80),
                                Phase.CLOSE, Duration.ofMillis(14))),
                Duration.ofMillis(9),
                address("2001:db8::17", 443),
                new TlsReport(
                        TlsVersion.TLS13,
                        "TLS_AES_128_GCM_SHA256",
                        "http/1.1",
                        new ChainReport(
                                List.of(
                                        certificate(
                                                "CN=chat.example.com,O=Example Ltd",
                                                "0a1b2c",
                                                List.of("chat.example.com", "*.example.com"),
                                                "2026-01-01T00:00:00Z",
                                                "2027-03-04T05:06:07Z"),
                                        new CertificateFacts(
                                                "ffee",
                                                "CN=Example CA",
                                                "CN=Example Root",
                                                "Example CA",
                                                "Example Root",
                                                List.of(),
                                                "01",
                                                Instant.parse("2020-01-01T00:00:00Z"),
                                                Instant.parse("2026-12-31T23:59:59Z"))),
                                Instant.parse("2026-12-31T23:59:59Z"),
                                checks(true),
                                null),
                        new StapleReport(StapleReport.Status.GOOD, Instant.parse("2026-11-24T00:00:00Z"), null, null),
                        new CrlReport(Instant.parse("2026-11-27T00:00:00Z"), null, null)),
                new UpgradeReport(101, true, "chat.v2", List.of("permessage-deflate"), 0, "1.1", null),
                new ConversationReport(
                        new Traffic(1, 20),
                        new Traffic(2, 300),
                        Duration.ofMillis(7),
                        List.of(
                                new StepReport("subscribe", Duration.ofMillis(8)),
                                new StepReport("2", Duration.ofMillis(30))),
                        null,
                        Map.of("status", "ok"),
                        new HeartbeatReport(
                                3,
                                3,
                                new RoundTrips(
                                        Duration.ofMillis(1),
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(3),
                                        Duration.ofMillis(1)),
                                Health.HEALTHY)),
                new CloseReport(1000, "bye", true),
                1,
                List.of(
                        line(9_123, Level.INFO, null, "resolved chat.example.com to 2001:db8::17"),
                        line(
                                60_500,
                                Level.DEBUG,
                                Topic.REQUEST,
                                "sending the upgrade request for wss://chat.example.com/socket?token=<secret>"),
                        line(60_600, Level.DEBUG, Topic.REQUEST_FIELD, "request header: Host: chat.example.com"),
                        line(60_600, Level.DEBUG, Topic.REQUEST_FIELD, "request header: Upgrade: websocket"),
                        line(60_600, Level.DEBUG, Topic.REQUEST_FIELD, "request header: Authorization: <secret>"),
                        line(
                                60_600,
                                Level.DEBUG,
                                Topic.REQUEST_FIELD,
                                "request header: Sec-WebSocket-Protocol: chat.v2, chat.v1"),
                        line(85_500, Level.DEBUG, Topic.RESPONSE_FIELD, "response header: Upgrade: websocket"),
                        line(85_500, Level.DEBUG, Topic.RESPONSE_FIELD, "response header: Connection: Upgrade"),
                        line(
                                85_500,
                                Level.DEBUG,
                                Topic.RESPONSE_FIELD,
                                "response header: Sec-WebSocket-Protocol: chat.v2"),
                        line(
                                86_100,
                                Level.DEBUG,
                                Topic.SENT,
                                "step 1 (subscribe): sending \"{\\\"op\\\":\\\"subscribe\\\"}\""),
                        line(93_200, Level.DEBUG, Topic.RECEIVED, "step 2: matched by \"{\\\"status\\\":\\\"ok\\\"}\""),
                        line(166_000, Level.DEBUG, Topic.SENT, "sending Close 1000"),
                        line(179_000, Level.INFO, Topic.RECEIVED, "the server sent Close 1000 \"bye\"")));
    }

    /** The certificate is bad; everything that it says is known all the same. */
    public static ProbeResult certificateExpired() {
        String detail = "leaf CN=chat.example.com expired on 2026-11-01T00:00:00Z";
        Failure fault = new Failure(Phase.TLS, Reason.CERTIFICATE_EXPIRED, detail);
        Map<CertificateCheck, Boolean> checks = checks(true);
        checks.put(CertificateCheck.VALIDITY, false);
        return new ProbeResult(
                request("wss://chat.example.com/", "websocket"),
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
                        new ChainReport(
                                List.of(certificate(
                                        "CN=chat.example.com",
                                        "0a1b2c",
                                        List.of("chat.example.com"),
                                        "2025-11-01T00:00:00Z",
                                        "2026-11-01T00:00:00Z")),
                                null,
                                checks,
                                fault),
                        StapleReport.unreadable("it is no OCSP response")),
                null,
                null,
                null,
                1,
                List.of(line(39_000, Level.WARN, null, "probe failed in phase tls: certificate_expired: " + detail)));
    }

    /** The server answered with words instead of an upgrade. */
    public static ProbeResult refused() {
        return with(
                request("ws://192.0.2.17/", "websocket"),
                new Outcome.Failed(new Failure(
                        Phase.UPGRADE,
                        Reason.UNEXPECTED_STATUS,
                        "the server answered the upgrade request with status 403 (expected: 101);"
                                + " body: origin not allowed")),
                refusedLog("192.0.2.17"));
    }

    static List<LogLine> refusedLog(String host) {
        return List.of(
                line(900, Level.DEBUG, Topic.REQUEST, "sending the upgrade request for ws://" + host + "/"),
                line(900, Level.DEBUG, Topic.REQUEST_FIELD, "request header: Host: " + host),
                line(3_000, Level.DEBUG, Topic.RESPONSE_FIELD, "response header: Server: nginx"));
    }

    /** The refused one, where something is different. */
    public static ProbeResult with(ProbeRequest request, Outcome outcome, List<LogLine> log) {
        return new ProbeResult(
                request,
                STARTED,
                outcome,
                new Timings(
                        Duration.ofMillis(4),
                        Map.of(
                                Phase.RESOLVE, Duration.ZERO,
                                Phase.CONNECT, Duration.ofMillis(1),
                                Phase.UPGRADE, Duration.ofMillis(2))),
                Duration.ZERO,
                address("192.0.2.17", 80),
                null,
                new UpgradeReport(403, false, null, List.of(), null, "1.1", "origin not allowed"),
                null,
                null,
                2,
                log);
    }

    private static Map<CertificateCheck, Boolean> checks(boolean passed) {
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        CertificateCheck.OF_CHAIN.forEach(check -> checks.put(check, passed));
        return checks;
    }

    private static CertificateFacts certificate(
            String subject, String fingerprint, List<String> names, String from, String until) {
        return new CertificateFacts(
                fingerprint,
                subject,
                "CN=Example CA",
                "chat.example.com",
                "Example CA",
                names,
                "03e7",
                Instant.parse(from),
                Instant.parse(until));
    }

    private static LogLine line(long micros, Level level, @Nullable Topic topic, String message) {
        return new LogLine(Duration.ofNanos(micros * 1_000), level, message, topic);
    }

    private static ProbeRequest request(String url, String module) {
        try {
            return new ProbeRequest(
                    Target.parse(url),
                    ProbeModule.withDefaults(module),
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
