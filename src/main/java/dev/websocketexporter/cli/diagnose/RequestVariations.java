package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The variations of the request that opens the WebSocket. */
final class RequestVariations {
    /** Of those offered; more would take long, and the first ones are the preferred ones. */
    static final int MOST_SUBPROTOCOLS = 5;

    /** Those that clients of widespread protocols offer; a server that demands one mostly knows one of these. */
    private static final List<String> WELL_KNOWN = List.of(
            "graphql-transport-ws",
            "graphql-ws",
            "mqtt",
            "v12.stomp",
            "wamp.2.json",
            "ocpp1.6",
            "ocpp2.0.1",
            "actioncable-v1-json",
            "binary",
            "xmpp",
            "sip",
            "v4.channel.k8s.io");

    private static final Set<Integer> ANY_ANSWER =
            IntStream.rangeClosed(200, 599).boxed().collect(Collectors.toUnmodifiableSet());
    private static final Set<Integer> ANY_BUT_REDIRECTS =
            ANY_ANSWER.stream().filter(status -> status / 100 != 3).collect(Collectors.toUnmodifiableSet());

    private final ProbeResult base;
    private final ProbeModule module;
    private final UpgradeSettings upgrade;
    private final List<Variation> found = new ArrayList<>();

    private RequestVariations(ProbeResult base) {
        this.base = base;
        this.module = base.request().module();
        this.upgrade = module.upgrade();
    }

    /** Those that differ from the base at all. */
    static List<Variation> of(ProbeResult base) {
        RequestVariations variations = new RequestVariations(base);
        variations.addOrigins();
        variations.addExtensions();
        variations.addSubprotocols();
        variations.addPlainGet();
        variations.addHttpVersion();
        return variations.found;
    }

    private void add(Change change, String name, ProbeModule changed) {
        found.add(new Variation(change, name, changed));
    }

    private void addOrigins() {
        String own = ownOrigin(base.request());
        if (!own.equals(upgrade.shownOrigin())) {
            add(Change.OWN_ORIGIN, "with Origin " + own, module.with(upgrade.withOrigin(own)));
        }
        if (upgrade.sendsOrigin()) {
            add(Change.NO_ORIGIN, "without Origin", module.with(upgrade.withOrigin(null)));
        }
    }

    /** What a browser sends for a page of the same host and port (RFC 6454 §6.2). */
    static String ownOrigin(ProbeRequest request) {
        Target target = request.target();
        HostOverride override = request.hostOverride();
        return (target.secure() ? "https://" : "http://")
                + (override == null ? target.hostHeader() : override.hostHeader());
    }

    private void addExtensions() {
        boolean offered = module.conversation().compression() != Compression.OFF;
        add(
                offered ? Change.NO_EXTENSIONS : Change.DEFLATE,
                offered ? "without extensions" : "with permessage-deflate",
                module.with(module.conversation().with(offered ? Compression.OFF : Compression.OFFERED)));
    }

    private void addSubprotocols() {
        List<String> offered = upgrade.subprotocols();
        if (upgrade.offersSubprotocols()) {
            if (offered.size() > 1) {
                offered.stream().limit(MOST_SUBPROTOCOLS).forEach(name -> addSubprotocol(name, ""));
            }
            add(
                    Change.NO_SUBPROTOCOL,
                    "without a subprotocol",
                    module.with(upgrade.offering(List.of())).with(withoutSubprotocolDemand(module.verdict())));
            return;
        }
        Failure failure = base.failure();
        if (failure != null && failure.phase() == Phase.UPGRADE && failure.reason() != Reason.TIMEOUT) {
            namedByTheAnswer().forEach(name -> addSubprotocol(name, ", which the answer names"));
            add(
                    Change.WELL_KNOWN_SUBPROTOCOLS,
                    "with well-known subprotocols",
                    module.with(upgrade.offering(WELL_KNOWN)));
        }
    }

    private void addSubprotocol(String name, String why) {
        add(Change.ONE_SUBPROTOCOL, "with subprotocol " + name + why, module.with(upgrade.offering(List.of(name))));
    }

    private List<String> namedByTheAnswer() {
        return Answer.fields(base, RequestHeader.SUBPROTOCOLS).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(name -> name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"))
                .distinct()
                .limit(MOST_SUBPROTOCOLS)
                .toList();
    }

    private static SuccessCriteria withoutSubprotocolDemand(SuccessCriteria verdict) {
        return new SuccessCriteria(verdict.validStatusCodes(), verdict.tls(), verdict.headerRules(), false);
    }

    private void addPlainGet() {
        SuccessCriteria anyAnswer = new SuccessCriteria(
                upgrade.followRedirects() ? ANY_BUT_REDIRECTS : ANY_ANSWER, TlsDemand.NONE, List.of(), false);
        add(
                Change.PLAIN_GET,
                "HTTP/1.1 without upgrade",
                module.with(upgrade.asPlainGet())
                        .with(module.conversation().with(Compression.OFF))
                        .with(anyAnswer));
    }

    private void addHttpVersion() {
        boolean one = upgrade.httpVersion() == HttpVersion.HTTP_1_1;
        add(
                one ? Change.HTTP_2 : Change.HTTP_1_1,
                one ? "over HTTP/2" : "over HTTP/1.1",
                module.with(one ? overHttp2() : upgrade.over(HttpVersion.HTTP_1_1)));
    }

    /** Without the fields for which a server would refuse the request as malformed, whatever it makes of WebSockets. */
    private UpgradeSettings overHttp2() {
        return upgrade.over(HttpVersion.HTTP_2)
                .with(upgrade.headers().stream()
                        .filter(header -> !HttpTypes.isOfHttp1(header.name()))
                        .toList());
    }
}
