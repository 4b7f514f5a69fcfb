package dev.websocketexporter.engine;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.HostsFile;
import dev.websocketexporter.engine.resolve.ResolvConf;
import dev.websocketexporter.engine.resolve.SystemResolvConf;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.module.TlsVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * What the engine is built from.
 *
 * @param transport how sockets are driven
 * @param tlsEngine what negotiates TLS
 * @param eventLoops how many event loops run probes; at least 1
 * @param userAgent the value of {@code User-Agent} unless a module says otherwise
 * @param nameServers where addresses are looked up, and how
 * @param hostsFile addresses that are known without asking
 * @param proxyEnvironment the proxies of the environment
 * @param ticker measures durations
 * @param clock the date, by which certificates are verified
 */
public record EngineSettings(
        Transport transport,
        TlsEngine tlsEngine,
        int eventLoops,
        String userAgent,
        ResolvConf.Source nameServers,
        Path hostsFile,
        ProxyEnvironment proxyEnvironment,
        Ticker ticker,
        Clock clock) {
    public EngineSettings {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: >= 1)");
        }
    }

    /** What suits this machine: native parts where they load, the system's name servers, a loop for each core. */
    public static EngineSettings ofThisMachine(
            String userAgent, ProxyEnvironment proxyEnvironment, Ticker ticker, Clock clock) {
        return new EngineSettings(
                Transport.preferred(),
                TlsEngine.preferred(),
                Runtime.getRuntime().availableProcessors(),
                userAgent,
                SystemResolvConf.ofThisMachine(),
                HostsFile.systemPath(),
                proxyEnvironment,
                ticker,
                clock);
    }

    /** The versions of TLS that the engine for this machine can speak. */
    public static Set<TlsVersion> tlsVersions() {
        return TlsEngine.preferred().versions();
    }

    /** What the engine does without, unless that was asked for: one line each, which says why and what would be right. */
    public List<String> missingParts() {
        return NativeFolder.inUse()
                .warnings(Transport.isMissing(transport), tlsEngine == TlsEngine.JDK && !TlsEngine.isForced());
    }

    /** How sockets are driven, as a word for a log line. */
    public String transportName() {
        return transport.name();
    }

    /** What negotiates TLS, as a word for a log line. */
    public String tlsEngineName() {
        return tlsEngine.toString();
    }
}
