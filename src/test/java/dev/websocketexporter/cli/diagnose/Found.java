package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.AddressesReport.Verdict;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ChainReport.CertificateCheck;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result to be made up, part by part; to begin with, a success of {@code wss://chat.example.com/}. */
record Found(
        ProbeRequest request,
        Outcome outcome,
        Map<Phase, Duration> phases,
        @Nullable InetSocketAddress dialled,
        @Nullable TlsReport tls,
        @Nullable UpgradeReport upgrade,
        @Nullable AddressesReport addresses,
        List<LogLine> log) {
    static final ProbeModule MODULE = ProbeModule.withDefaults("websocket");

    static Found of(String url) {
        return of(url, MODULE);
    }

    static Found of(String url, ProbeModule module) {
        ProbeRequest request =
                new ProbeRequest(target(url), module, null, TargetPolicy.DEFAULT, Duration.ofSeconds(10));
        return new Found(
                request,
                new Outcome.Success(),
                Map.of(),
                new InetSocketAddress(address("192.0.2.1"), 443),
                null,
                new UpgradeReport(101, true, null, List.of(), null),
                null,
                List.of());
    }

    static Found works() {
        return of("wss://chat.example.com/");
    }

    static Found works(ProbeModule module) {
        return of("wss://chat.example.com/", module);
    }

    /** Refused with that status. */
    static Found refused(int status) {
        return works().failing(status);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private static Target target(String url) {
        try {
            return Target.parse(url);
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    Found failing(int status) {
        return failing(Phase.UPGRADE, Reason.UNEXPECTED_STATUS, "status " + status)
                .answered(status, null);
    }

    /** Before any answer. */
    Found failing(Phase phase, Reason reason, String detail) {
        return new Found(
                request,
                new Outcome.Failed(new Failure(phase, reason, detail)),
                phases,
                dialled,
                tls,
                null,
                addresses,
                log);
    }

    Found outcome(Outcome other) {
        return new Found(request, other, phases, dialled, tls, upgrade, addresses, log);
    }

    Found answered(int status, @Nullable String body, String... fields) {
        List<LogLine> lines = new ArrayList<>();
        lines.add(new LogLine(Duration.ZERO, LogLine.Level.DEBUG, "sending", Topic.REQUEST));
        Arrays.stream(fields)
                .forEach(field -> lines.add(new LogLine(
                        Duration.ZERO, LogLine.Level.DEBUG, "response header: " + field, Topic.RESPONSE_FIELD)));
        UpgradeReport report = new UpgradeReport(status, status == 101, null, List.of(), null, "1.1", body);
        return new Found(request, outcome, phases, dialled, tls, report, addresses, lines);
    }

    Found selecting(String subprotocol) {
        UpgradeReport report = new UpgradeReport(101, true, subprotocol, List.of(), null);
        return new Found(request, outcome, phases, dialled, tls, report, addresses, log);
    }

    Found after(Phase phase, Duration spent) {
        return new Found(request, outcome, Map.of(phase, spent), dialled, tls, upgrade, addresses, log);
    }

    Found dialling(String literal) {
        return new Found(
                request, outcome, phases, new InetSocketAddress(address(literal), 443), tls, upgrade, addresses, log);
    }

    Found tls(@Nullable TlsReport report) {
        return new Found(request, outcome, phases, dialled, report, upgrade, addresses, log);
    }

    Found dialledNothing() {
        return new Found(request, outcome, phases, null, tls, upgrade, addresses, log);
    }

    Found addresses(Verdict... verdicts) {
        AddressesReport report = new AddressesReport(verdicts.length, List.of(verdicts));
        return new Found(request, outcome, phases, dialled, tls, upgrade, report, log);
    }

    /** With these certificates; the outcome is the fault, if there is one. */
    Found presenting(@Nullable Reason fault, CertificateFacts... chain) {
        Failure failure = fault == null ? null : new Failure(Phase.TLS, fault, "detail of " + fault.label());
        Map<CertificateCheck, Boolean> checks = new EnumMap<>(CertificateCheck.class);
        CertificateCheck.OF_CHAIN.forEach(check -> checks.put(check, failure == null));
        TlsReport report =
                new TlsReport(TlsVersion.TLS13, null, new ChainReport(List.of(chain), null, checks, failure), null);
        return new Found(
                request,
                failure == null ? outcome : new Outcome.Failed(failure),
                phases,
                dialled,
                report,
                failure == null ? upgrade : null,
                addresses,
                log);
    }

    static CertificateFacts certificate(String subject, String issuer, String... issuerUrls) {
        return new CertificateFacts(
                "sha256 of " + subject,
                subject,
                issuer,
                "",
                "",
                subject.startsWith("CN=") ? List.of(subject.substring(3)) : List.of(),
                "01",
                Instant.EPOCH,
                Instant.MAX,
                List.of(issuerUrls));
    }

    ProbeResult result() {
        return new ProbeResult(
                request,
                Instant.EPOCH,
                outcome,
                new Timings(Duration.ofMillis(5), phases),
                null,
                dialled,
                tls,
                upgrade,
                null,
                null,
                1,
                addresses,
                log);
    }

    /** The trial of a variation that has such a result; what else it would change does not matter. */
    Trial as(Change change, String... name) {
        return new Trial(
                new Variation(change, name.length == 0 ? change.label() : name[0], request.module()), result());
    }

    Diagnosis diagnosis(Trial... trials) {
        return new Diagnosis(result(), List.of(trials));
    }

    Variations variations() {
        return Variations.of(result(), ProxyEnvironment.EMPTY);
    }
}
