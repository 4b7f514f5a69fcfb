package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Causes in the opening handshake that a trial proves: with another request, the probe succeeds. */
final class OpeningCauses {
    private OpeningCauses() {}

    static @Nullable LikelyCause ofHttpVersion(Diagnosis diagnosis) {
        if (diagnosis.isMendedBy(Change.HTTP_2)) {
            return new LikelyCause(
                    Kind.HTTP_VERSION,
                    "WebSockets work over HTTP/2 here, and not over HTTP/1.1: over that the probe "
                            + Words.verb(diagnosis.base())
                            + "; perhaps a proxy that passes Upgrade on over HTTP/2 only (--http-version 2, or http_version"
                            + " in the module)");
        }
        ProbeResult one = diagnosis.with(Change.HTTP_1_1);
        return one != null && diagnosis.isFurtherWith(Change.HTTP_1_1)
                ? new LikelyCause(
                        Kind.HTTP_VERSION,
                        "WebSockets work over HTTP/1.1 here, and not over HTTP/2: over that the probe "
                                + Words.verb(diagnosis.base()) + ", over HTTP/1.1 it " + Words.verb(one)
                                + "; probe with http_version: \"1.1\", or turn RFC 8441 on in server and proxies")
                : null;
    }

    static @Nullable LikelyCause ofOrigin(Diagnosis diagnosis) {
        UpgradeSettings upgrade = diagnosis.request().module().upgrade();
        String own = RequestVariations.ownOrigin(diagnosis.request());
        if (diagnosis.isMendedBy(Change.NO_ORIGIN)) {
            return new LikelyCause(
                    Kind.ORIGIN_FORBIDDEN,
                    "The server forbids the Origin that is sent" + shown(upgrade.shownOrigin()) + ": with it the probe "
                            + Words.verb(diagnosis.base()) + ", without any it succeeds"
                            + (diagnosis.isMendedBy(Change.OWN_ORIGIN)
                                    ? ", and with " + own + " too"
                                    : "; add it to the origins that the server allows, or send none"));
        }
        if (!diagnosis.isMendedBy(Change.OWN_ORIGIN)) {
            return null;
        }
        return new LikelyCause(
                upgrade.sendsOrigin() ? Kind.ORIGIN_FORBIDDEN : Kind.ORIGIN_DEMANDED,
                (upgrade.sendsOrigin()
                                ? "The server forbids the Origin that is sent" + shown(upgrade.shownOrigin())
                                        + ": with it"
                                : "The server demands an Origin: without one")
                        + " the probe " + Words.verb(diagnosis.base()) + ", with Origin: " + own
                        + " it succeeds; send that of the page that uses it (-H 'Origin: " + own
                        + "', or origin in the module)");
    }

    private static String shown(@Nullable String origin) {
        return origin == null ? "" : ", " + Printable.excerpt(origin);
    }

    static @Nullable LikelyCause ofSubprotocol(Diagnosis diagnosis) {
        UpgradeSettings upgrade = diagnosis.request().module().upgrade();
        Trial one = diagnosis.trial(Change.ONE_SUBPROTOCOL);
        String before = " the probe " + Words.verb(diagnosis.base());
        if (diagnosis.isMendedBy(Change.NO_SUBPROTOCOL)) {
            return new LikelyCause(
                    Kind.SUBPROTOCOL,
                    "The server takes none of the subprotocols offered" + listed(upgrade.subprotocols()) + ": with them"
                            + before + ", without any it succeeds");
        }
        if (one != null && diagnosis.isMendedBy(Change.ONE_SUBPROTOCOL)) {
            String name = one.variation().module().upgrade().subprotocols().get(0);
            return new LikelyCause(
                    Kind.SUBPROTOCOL,
                    upgrade.offersSubprotocols()
                            ? "The server does not take the list of subprotocols" + listed(upgrade.subprotocols())
                                    + ": with it" + before + ", with " + name + " alone it succeeds; offer exactly one"
                            : "The server demands a subprotocol: without one" + before + ", with " + name
                                    + " it succeeds (--subprotocol " + name + ", or subprotocols in the module)");
        }
        if (!diagnosis.isMendedBy(Change.WELL_KNOWN_SUBPROTOCOLS)) {
            return null;
        }
        UpgradeReport report = diagnosis.known(Change.WELL_KNOWN_SUBPROTOCOLS).upgrade();
        String selected = report == null ? null : report.subprotocol();
        return new LikelyCause(
                Kind.SUBPROTOCOL,
                "The server demands a subprotocol: without one" + before
                        + ", with a list of well-known ones it succeeds"
                        + (selected == null
                                ? " and selects none"
                                : " and selects " + selected + " (--subprotocol " + selected
                                        + ", or subprotocols in the module)"));
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    }

    static @Nullable LikelyCause ofExtension(Diagnosis diagnosis) {
        if (diagnosis.isMendedBy(Change.NO_EXTENSIONS)) {
            return new LikelyCause(
                    Kind.EXTENSION,
                    "permessage-deflate breaks it: where it is offered the probe " + Words.verb(diagnosis.base())
                            + ", without extensions it succeeds; turn compression off in the server or the proxy that does"
                            + " it wrong (compression: false in the module avoids it, and browsers always offer it)");
        }
        return diagnosis.isMendedBy(Change.DEFLATE)
                ? new LikelyCause(
                        Kind.EXTENSION,
                        "The server demands permessage-deflate: without it the probe " + Words.verb(diagnosis.base())
                                + ", where it is offered it succeeds (compression in the module)")
                : null;
    }
}
