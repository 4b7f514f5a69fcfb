package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.AddressesReport;
import dev.websocketexporter.probe.report.AddressesReport.Verdict;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.IpText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Causes on the way to the server that a trial proves. */
final class RouteCauses {
    private RouteCauses() {}

    /**
     * Some addresses work and others do not; whether the base met one of these is chance. Of an address for which this side
     * failed nothing is known.
     */
    static @Nullable LikelyCause ofAddresses(Diagnosis diagnosis) {
        List<Verdict> all = verdicts(diagnosis);
        List<Verdict> bad = all.stream().filter(RouteCauses::isBad).toList();
        List<Verdict> good = all.stream().filter(Verdict::successful).toList();
        if (bad.isEmpty() || good.isEmpty()) {
            return null;
        }
        IpProtocol family = IpProtocol.of(bad.get(0).address());
        boolean wholeFamily =
                all.stream().allMatch(verdict -> family.includes(verdict.address()) ? isBad(verdict) : !isBad(verdict));
        String which = bad.stream().map(RouteCauses::shown).collect(Collectors.joining(", "));
        String others =
                good.stream().map(verdict -> IpText.of(verdict.address())).collect(Collectors.joining(", "));
        return wholeFamily
                ? new LikelyCause(
                        Kind.FAMILY,
                        "Only IPv" + family.number() + " is bad: " + which + ", while " + others + " " + works(good)
                                + fromHere(bad))
                : new LikelyCause(
                        Kind.ADDRESS,
                        (bad.size() == 1 ? "One address is bad: " : bad.size() + " addresses are bad: ") + which
                                + ", while " + others + " " + works(good));
    }

    private static boolean isBad(Verdict verdict) {
        Failure failure = verdict.failure();
        return failure != null && !Failures.isOfThisSide(failure);
    }

    private static List<Verdict> verdicts(Diagnosis diagnosis) {
        ProbeResult each = diagnosis.with(Change.EACH_ADDRESS);
        AddressesReport report = each == null ? diagnosis.base().addresses() : each.addresses();
        return report == null ? List.of() : report.verdicts();
    }

    private static String works(List<Verdict> good) {
        return good.size() == 1 ? "works" : "work";
    }

    private static String shown(Verdict verdict) {
        Failure failure = Objects.requireNonNull(verdict.failure());
        return IpText.of(verdict.address()) + " fails with " + Words.kind(failure);
    }

    /** What no packet reaches may be so for this machine alone. */
    private static String fromHere(List<Verdict> bad) {
        return bad.stream()
                        .map(Verdict::failure)
                        .allMatch(failure -> failure != null && failure.reason() == Reason.UNREACHABLE)
                ? ", from here: this machine may have no route for that family"
                : "";
    }

    /** Where each address by itself was not asked, or the names differ by family. */
    static @Nullable LikelyCause ofFamily(Diagnosis diagnosis) {
        LikelyCause only4 = ofFamily(diagnosis, Change.IP4_ONLY, IpProtocol.IP6);
        return only4 == null ? ofFamily(diagnosis, Change.IP6_ONLY, IpProtocol.IP4) : only4;
    }

    private static @Nullable LikelyCause ofFamily(Diagnosis diagnosis, Change working, IpProtocol bad) {
        if (!diagnosis.isFurtherWith(working)) {
            return null;
        }
        InetSocketAddress dialled = diagnosis.base().dialled();
        String address =
                dialled == null || dialled.getAddress() == null ? "" : " (" + IpText.of(dialled.getAddress()) + ")";
        return new LikelyCause(
                Kind.FAMILY,
                "Only IPv" + bad.number() + " is bad: it" + address + " "
                        + Words.verb(diagnosis.base()) + ", while IPv"
                        + bad.other().number() + " "
                        + (diagnosis.isMendedBy(working)
                                ? "works"
                                : "gets further (" + Words.outcome(diagnosis.known(working)) + ")"));
    }

    /** The trials prove nothing if the base does not always end as it did. */
    static @Nullable LikelyCause ofRepetition(Diagnosis diagnosis) {
        return diagnosis.isFurtherWith(Change.NOTHING)
                ? new LikelyCause(
                        Kind.NOT_REPEATED,
                        "It does not always fail: the same probe, unchanged, first "
                                + Words.verb(diagnosis.base()) + " and then "
                                + Words.verb(diagnosis.known(Change.NOTHING))
                                + "; perhaps a restart, an overload, or one of several servers behind a load balancer"
                                + " (probe --count=20 tells how often)")
                : null;
    }

    static @Nullable LikelyCause ofProxy(Diagnosis diagnosis) {
        if (diagnosis.isFurtherWith(Change.NO_PROXY)) {
            return new LikelyCause(
                    Kind.PROXY_IN_THE_WAY,
                    "The proxy is in the way: through it the probe " + Words.verb(diagnosis.base())
                            + ", without it the probe "
                            + Words.verb(diagnosis.known(Change.NO_PROXY))
                            + "; have it tunnel this target by CONNECT, or name the target in no_proxy");
        }
        if (diagnosis.isFurtherWith(Change.PROXY)) {
            return new LikelyCause(
                    Kind.PROXY_NEEDED,
                    "The target is reached "
                            + Objects.requireNonNull(diagnosis.trial(Change.PROXY))
                                    .variation()
                                    .name()
                            + " only: directly the probe " + Words.verb(diagnosis.base())
                            + (diagnosis.request().module().proxy().proxy() == null
                                    ? "; set proxy_url or proxy_from_environment in the module"
                                    : "; change no_proxy in the module, which keeps this target from its proxy_url"));
        }
        Failure failure = diagnosis.base().failure();
        return failure != null && failure.reason() == Reason.PROXY_AUTH_REQUIRED
                ? new LikelyCause(
                        Kind.PROXY_AUTHENTICATION,
                        "The proxy wants a user name and a password (" + failure.detail()
                                + "); put them into proxy_url")
                : null;
    }
}
