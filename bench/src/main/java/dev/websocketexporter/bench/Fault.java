package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * A target that fails, and how its server is started.
 *
 * @param target with {@code {port}} and {@code {dir}} for what is not known yet
 */
record Fault(SoakTarget target, Starter starter) {
    /** The file with the root that vouches for the certificates of fault servers. */
    static final String ROOT_FILE = "faults-root.pem";

    /** Long for a probe that need not wait, however busy the machine is. */
    private static final String PATIENT = "20s";

    /** For a probe that waits until it is over. */
    private static final String IMPATIENT = "1500ms";

    private static final String REFUSED = "connect/connection_refused";

    /** Starts a server on 127.0.0.1; what it presents may be made with the root. */
    @FunctionalInterface
    interface Starter {
        Closeable start(int port, TestIdentity root) throws IOException;
    }

    /** A server without TLS that plays a script. */
    static Fault plain(String name, String does, String expected, Script script) {
        return new Fault(
                new SoakTarget(
                        name,
                        does,
                        expected,
                        REFUSED,
                        "ws://127.0.0.1:{port}/",
                        expected.endsWith("/timeout") ? IMPATIENT : PATIENT,
                        List.of("preferred_ip_protocol: ip4")),
                (port, root) -> ScriptedServer.plainAt(SoakPlace.address(port), script));
    }

    /** A server that upgrades and then plays a script. */
    static Fault upgraded(String name, String does, String expected, Script afterUpgrade) {
        return plain(name, does, expected, peer -> {
            peer.upgrade();
            afterUpgrade.play(peer);
        });
    }

    /** A target with TLS whose server plays a script below TLS. */
    static Fault belowTls(String name, String does, String expected, Script script) {
        return plain(name, does, expected, script)
                .at("wss://127.0.0.1:{port}/")
                .with("http_config: {tls_config: {ca_file: {dir}/" + ROOT_FILE + ", server_name: " + SoakPlace.NAME
                        + "}}");
    }

    /** A server with TLS that would upgrade if it came so far. */
    static Fault presenting(String name, String does, String expected, Function<TestIdentity, ServerTls> presented) {
        return belowTls(name, does, expected, Script.SILENCE)
                .startedBy((port, root) ->
                        ScriptedServer.tlsAt(SoakPlace.address(port), presented.apply(root), Peer::upgrade));
    }

    /** A proxy of that scheme that plays a script; the target would be far away. */
    static Fault proxy(String name, String does, String expected, String scheme, Script script) {
        return plain(name, does, expected, script)
                .at("ws://far.soak.example:9/")
                .down("proxy/proxy_unreachable")
                .with("http_config: {proxy_url: \"" + scheme + "://127.0.0.1:{port}\"}");
    }

    Fault at(String url) {
        return new Fault(target.at(url), starter);
    }

    /** Another reason while the server is not running. */
    Fault down(String reason) {
        return new Fault(target.whenDown(reason), starter);
    }

    /** More keys of the module; those of the same name are replaced. */
    Fault with(String... more) {
        return new Fault(target.with(List.of(more)), starter);
    }

    /** Another timeout of the module. */
    Fault within(String timeout) {
        return new Fault(target.within(timeout), starter);
    }

    Fault startedBy(Starter other) {
        return new Fault(target, other);
    }
}
