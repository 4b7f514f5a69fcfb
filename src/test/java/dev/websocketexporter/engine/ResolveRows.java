package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.RESOLVE;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.Reason;
import io.netty.channel.ChannelException;
import java.util.List;

/** Ways to fail before anything is dialled. */
final class ResolveRows {
    private ResolveRows() {}

    static List<GridRow> all() {
        return List.of(
                row("NXDOMAIN", Reason.NAME_NOT_FOUND, stage -> stage.request("ws://no-such-name.test/")),
                row(
                        "NXDOMAIN of a wss target",
                        Reason.NAME_NOT_FOUND,
                        stage -> stage.request("wss://no-such-name.test/")),
                row("SERVFAIL", Reason.RESOLVER_FAILURE, stage -> stage.request("ws://servfail.test/")),
                row("REFUSED", Reason.RESOLVER_FAILURE, stage -> stage.request("ws://refused.test/")),
                row("no data in either family", Reason.NO_ADDRESS, stage -> stage.request("ws://nodata.test/")),
                row(
                        "only A, without fallback",
                        Reason.NO_ADDRESS,
                        stage -> stage.only(IpProtocol.IP6).request("ws://a.test/")),
                row(
                        "only AAAA, without fallback",
                        Reason.NO_ADDRESS,
                        stage -> stage.only(IpProtocol.IP4).request("ws://aaaa.test/")),
                row(
                        "an address of the other family, without fallback",
                        Reason.NO_ADDRESS,
                        stage -> stage.only(IpProtocol.IP6).request("ws://127.0.0.1/")),
                row(
                        "hosts file without the family, without fallback",
                        Reason.NO_ADDRESS,
                        stage -> stage.only(IpProtocol.IP6).request("ws://broadcast.test/")),
                row(
                        "silent name server",
                        Reason.TIMEOUT,
                        stage -> stage.shortBudget().request("ws://silent.test/")),
                row("no socket for a question", Reason.EXPORTER_LIMIT, stage -> stage.request("ws://a.test/"))
                        .by(ResolveRows::withoutDatagrams));
    }

    private static EngineSettings withoutDatagrams(EngineSettings settings) {
        Transport usual = settings.transport();
        Transport without = new Transport(
                usual.name(),
                usual.ioHandlers(),
                usual.streams(),
                () -> {
                    throw new ChannelException("Too many open files, on purpose");
                },
                usual.listeners());
        return new EngineSettings(
                without,
                settings.tlsEngine(),
                settings.eventLoops(),
                settings.userAgent(),
                settings.nameServers(),
                settings.hostsFile(),
                settings.proxyEnvironment(),
                settings.ticker(),
                settings.clock());
    }

    private static GridRow row(String name, Reason reason, GridRow.Scene scene) {
        return GridRow.of(name, RESOLVE, reason, scene);
    }
}
