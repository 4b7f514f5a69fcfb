package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a target that works does to clients that do it otherwise than the base. */
final class OtherClients {
    private final Diagnosis diagnosis;
    private final List<String> broken = new ArrayList<>();

    private OtherClients(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** Of a base that succeeded. */
    static LikelyCause of(Diagnosis diagnosis) {
        OtherClients others = new OtherClients(diagnosis);
        others.addAll();
        String fewer = others.withoutHttp2();
        if (others.broken.isEmpty()) {
            return new LikelyCause(
                    Kind.NONE, "Works, and nothing that was changed breaks it" + (fewer.isEmpty() ? "" : "; " + fewer));
        }
        return new LikelyCause(
                Kind.OTHER_CLIENTS,
                "Works; but " + String.join("; ", others.broken) + (fewer.isEmpty() ? "" : "; " + fewer));
    }

    private void addAll() {
        add(Change.NOTHING, "not always: unchanged and again, it");
        LikelyCause addresses = RouteCauses.ofAddresses(diagnosis);
        if (addresses != null) {
            broken.add(lowered(addresses.sentence()));
        } else {
            addFamily(Change.IP4_ONLY, "IPv4");
            addFamily(Change.IP6_ONLY, "IPv6");
        }
        add(Change.VERIFICATION, "the certificate is not valid, and with verification it");
        add(Change.OWN_ORIGIN, "browsers send an Origin, and with the target's own it");
        add(Change.NO_ORIGIN, "a client that sends no Origin, as programs do,");
        add(Change.DEFLATE, "browsers offer permessage-deflate, and where it is offered it");
        add(Change.NO_EXTENSIONS, "without extensions it");
        for (Trial trial : diagnosis.trials()) {
            if (trial.change() == Change.ONE_SUBPROTOCOL && diagnosis.isBrokenBy(trial)) {
                broken.add(trial.variation().name() + " alone it " + fails(trial.result()));
            }
        }
        add(Change.NO_SUBPROTOCOL, "a subprotocol is demanded: without one it");
        add(Change.TLS_1_2_ONLY, "with TLS 1.2 only it");
        if (withoutHttp2().isEmpty()) {
            add(Change.HTTP_2, "over HTTP/2 it");
        }
        add(Change.HTTP_1_1, "over HTTP/1.1 it");
        Trial proxied = diagnosis.trial(Change.PROXY);
        if (proxied != null) {
            add(Change.PROXY, proxied.variation().name() + " it");
        }
        add(Change.NO_PROXY, "without the proxy it");
    }

    private void add(Change change, String who) {
        ProbeResult with = diagnosis.with(change);
        if (with != null && diagnosis.isBrokenBy(change)) {
            broken.add(who + " " + fails(with));
        }
    }

    /** With what the server says too: that it is the Origin, or that the certificate has expired. */
    private static String fails(ProbeResult with) {
        return "fails with " + Words.outcome(with) + ": "
                + Objects.requireNonNull(with.failure()).detail();
    }

    private void addFamily(Change change, String family) {
        Trial trial = diagnosis.trial(change);
        Failure failure = trial == null ? null : trial.result().failure();
        if (trial == null || failure == null || Difference.isAbsence(trial)) {
            return;
        }
        add(
                change,
                failure.reason() == Reason.UNREACHABLE
                        ? "from here, where there may be no route for it, " + family + " only"
                        : family + " is bad: with it only it");
    }

    /** Without HTTP/2, or WebSockets over it, clients take HTTP/1.1; empty: it is there, or it was not tried. */
    private String withoutHttp2() {
        Trial trial = diagnosis.trial(Change.HTTP_2);
        Failure failure = trial == null ? null : trial.result().failure();
        return trial != null && failure != null && Difference.isAbsence(trial)
                ? "over HTTP/2 it fails with " + Words.kind(failure)
                        + ", which harms nobody: clients then take HTTP/1.1"
                : "";
    }

    private static String lowered(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
