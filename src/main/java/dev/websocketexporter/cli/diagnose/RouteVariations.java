package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.IpText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variations of the way to the server: addresses, TLS, proxy. */
final class RouteVariations {
    /** Of no server (RFC 5737); as a server name, any address has no SNI sent. */
    private static final String SOME_ADDRESS = "192.0.2.1";

    private final ProbeResult base;
    private final ProbeRequest request;
    private final ProbeModule module;
    private final ProxyEnvironment environment;
    private final @Nullable Proxy proxy;
    private final List<Variation> found = new ArrayList<>();

    private RouteVariations(ProbeResult base, ProxyEnvironment environment) {
        this.base = base;
        this.request = base.request();
        this.module = request.module();
        this.environment = environment;
        this.proxy = module.proxy().proxyFor(request.target(), environment);
    }

    /**
     * Those that differ from the base at all.
     *
     * @param environment the proxies of the environment
     */
    static List<Variation> of(ProbeResult base, ProxyEnvironment environment) {
        RouteVariations variations = new RouteVariations(base, environment);
        variations.addAddresses();
        if (base.request().target().secure()) {
            variations.addTls();
        }
        variations.addProxy();
        return variations.found;
    }

    private void add(Change change, String name, ProbeModule changed) {
        found.add(new Variation(change, name, changed));
    }

    /** Behind a proxy they are the proxy's to choose; an address that is given has no other. */
    private void addAddresses() {
        DialSettings dialing = module.dialing();
        if (proxy != null || request.target().address() != null) {
            return;
        }
        if (dialing.addresses() == Which.FIRST) {
            add(Change.EACH_ADDRESS, "each address", module.with(dialing.with(Which.ALL)));
        }
        InetSocketAddress dialled = base.dialled();
        InetAddress address = dialled == null ? null : dialled.getAddress();
        for (IpProtocol family : IpProtocol.values()) {
            boolean isOfTheBase = address != null && family.includes(address);
            if (!isOfTheBase && dialing.source() == null) {
                add(
                        family == IpProtocol.IP4 ? Change.IP4_ONLY : Change.IP6_ONLY,
                        "IPv" + family.number() + " only",
                        module.with(new DialSettings(family, false, null, dialing.nameServers(), Which.FIRST)));
            }
        }
    }

    private void addTls() {
        TlsSettings tls = module.tls();
        if (tls.minVersion().compareTo(TlsVersion.TLS12) <= 0 && tls.maxVersion() == TlsVersion.TLS13) {
            add(Change.TLS_1_2_ONLY, "TLS 1.2 only", module.with(tls.only(TlsVersion.TLS12)));
        }
        if (isCertificateBad()) {
            add(
                    tls.insecureSkipVerify() ? Change.VERIFICATION : Change.NO_VERIFICATION,
                    tls.insecureSkipVerify() ? "with verification" : "without verification",
                    module.with(tls.insecureSkipVerify() ? tls.withVerification() : tls.withoutVerification()));
        }
        if (isName(serverName(request))) {
            add(
                    Change.NO_SERVER_NAME,
                    "without SNI",
                    module.with(tls.withServerName(dialledOr(SOME_ADDRESS)).withoutVerification()));
        }
    }

    /** Its chain, its name or its dates, or that it is revoked, which its chain does not know. */
    private boolean isCertificateBad() {
        TlsReport tls = base.tls();
        if (tls == null || tls.chain() == null) {
            return false;
        }
        StapleReport staple = tls.staple();
        CrlReport crl = tls.crl();
        return !tls.chain().verified()
                || Failures.isAboutTheCertificate(base.failure())
                || (staple != null && staple.revocation() != null)
                || (crl != null && crl.revocation() != null);
    }

    private String dialledOr(String other) {
        InetSocketAddress dialled = base.dialled();
        return dialled == null || dialled.getAddress() == null ? other : IpText.of(dialled.getAddress());
    }

    /** The name that the certificate must be for. */
    static String serverName(ProbeRequest request) {
        String configured = request.module().tls().serverName();
        HostOverride override = request.hostOverride();
        if (configured != null) {
            return configured;
        }
        return override == null ? request.target().host() : override.serverName();
    }

    private static boolean isName(String host) {
        try {
            return HostAndPort.parse(HostAndPort.bracketed(host), "server name").address() == null;
        } catch (InvalidTargetException e) {
            // It is no address, and sent as it is.
            return true;
        }
    }

    private void addProxy() {
        if (proxy != null) {
            add(Change.NO_PROXY, "without the proxy " + proxy, module.with(ProxySettings.NONE));
            return;
        }
        ProxySettings own = module.proxy();
        if (own.proxy() != null && base.successful()) {
            // The module keeps this target from its proxy, as it should, and nobody else uses that.
            return;
        }
        ProxySettings through = own.proxy() == null
                ? new ProxySettings(null, NoProxy.NONE, true, List.of())
                : new ProxySettings(own.proxy(), NoProxy.NONE, false, own.connectHeaders());
        Proxy used = through.proxyFor(request.target(), environment);
        if (used != null) {
            add(Change.PROXY, "through the proxy " + used, module.with(through));
        }
    }
}
