package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.TLS;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule.FailsWhen;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Targets that do nothing wrong by RFC 6455, but not what the module asks for. */
final class VerdictRows {
    private VerdictRows() {}

    static List<GridRow> all() {
        return List.of(
                GridRow.of(
                                "wss where fail_if_ssl is on",
                                TLS,
                                Reason.SSL_FORBIDDEN,
                                stage -> stage.with(stage.module().with(demanding(TlsDemand.FORBIDDEN)))
                                        .secure(stage.world().goodTls(), Peer::upgrade))
                        .timedIn(null),
                GridRow.of(
                                "ws where fail_if_not_ssl is on",
                                TLS,
                                Reason.SSL_REQUIRED,
                                stage -> stage.with(stage.module().with(demanding(TlsDemand.REQUIRED)))
                                        .plain(Peer::upgrade))
                        .timedIn(null),
                row(
                        "required subprotocol not chosen",
                        Reason.MISSING_SUBPROTOCOL,
                        stage -> stage.subprotocols("chat")
                                .with(stage.module()
                                        .with(new SuccessCriteria(Set.of(101), TlsDemand.NONE, List.of(), true)))
                                .plain(Peer::upgrade)),
                row(
                        "header that must not match",
                        Reason.HEADER_MISMATCH,
                        judged(rule(FailsWhen.MATCHES, "^old", false), answer -> answer.adding("Server", "old 1.0"))),
                row(
                        "one of two headers that must not match",
                        Reason.HEADER_MISMATCH,
                        judged(
                                rule(FailsWhen.MATCHES, "^old", true),
                                answer -> answer.adding("Server", "new").adding("Server", "old"))),
                row(
                        "header that must match",
                        Reason.HEADER_MISMATCH,
                        judged(rule(FailsWhen.NOT_MATCHES, "^new", true), answer -> answer.adding("Server", "old"))),
                row(
                        "missing header that must match",
                        Reason.HEADER_MISMATCH,
                        judged(rule(FailsWhen.NOT_MATCHES, "^new", false), answer -> answer)),
                row(
                        "missing header that must not match",
                        Reason.HEADER_MISMATCH,
                        judged(rule(FailsWhen.MATCHES, "^old", false), answer -> answer)),
                row(
                        "header of an accepted refusal",
                        Reason.HEADER_MISMATCH,
                        judging(new SuccessCriteria(
                                Set.of(401),
                                TlsDemand.NONE,
                                List.of(rule(FailsWhen.NOT_MATCHES, "^new", false)),
                                false))),
                row(
                        "wrong Accept before a wrong header",
                        Reason.BAD_ACCEPT,
                        judged(
                                rule(FailsWhen.MATCHES, "^old", true),
                                answer -> answer.adding("Server", "old").with("Sec-WebSocket-Accept", "no"))));
    }

    private static SuccessCriteria demanding(TlsDemand demand) {
        return new SuccessCriteria(Set.of(101), demand, List.of(), false);
    }

    private static HeaderRule rule(FailsWhen failure, String regexp, boolean allowMissing) {
        return new HeaderRule("server", Pattern.compile(regexp), failure, allowMissing);
    }

    private static GridRow.Scene judged(HeaderRule rule, UnaryOperator<UpgradeAnswer> change) {
        return stage -> stage.with(
                        stage.module().with(new SuccessCriteria(Set.of(101), TlsDemand.NONE, List.of(rule), false)))
                .plain(peer -> {
                    peer.send(change.apply(UpgradeAnswer.to(peer.readHead())).text());
                    peer.fin();
                });
    }

    private static GridRow.Scene judging(SuccessCriteria verdict) {
        return stage -> stage.with(stage.module().with(verdict)).plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
            peer.fin();
        });
    }

    private static GridRow row(String name, Reason reason, GridRow.Scene scene) {
        return GridRow.of(name, UPGRADE, reason, scene);
    }
}
