package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.ComparisonWorld.ws;
import static dev.websocketexporter.e2e.ComparisonWorld.wss;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** A row of {@code docs/comparison.md}, and how one sees whether an exporter has it. */
enum Feature {
    SAME_METRICS(
            "The metrics of blackbox_exporter's websocket prober: names, labels, phases",
            (world, exporter) -> BlackboxMetrics.seenOf(world, exporter).containsAll(BlackboxMetrics.ALL)),
    CONVERSATION(
            "A conversation of text messages, in which what was received can be sent",
            (world, exporter) -> succeeds(exporter.probe("talk", ws(world.talking)))),
    CREDENTIALS("Basic auth in the upgrade request", (world, exporter) -> {
        exporter.probe("basic", ws(world.open));
        return world.request().header("Authorization").isPresent();
    }),
    IN_TIME_BEFORE(
            "An answer in time when the server says nothing to the upgrade request",
            (world, exporter) -> exporter.answersWithin(Duration.ofSeconds(6), "second", ws(world.silent))),
    IN_TIME_AFTERWARDS(
            "An answer in time when the server says nothing after the upgrade",
            (world, exporter) -> exporter.answersWithin(Duration.ofSeconds(6), "second", ws(world.silentAfterwards))),
    REASON(
            "The phase and the reason of a failure as a metric",
            (world, exporter) -> exporter.probe("plain", ws(world.refusing))
                            .named("probe_websocket_failure_info")
                            .size()
                    == 1),
    TLS_APART("TLS timed apart from the upgrade", (world, exporter) -> {
        Samples metrics = exporter.probe("private", wss(world.secure));
        return succeeds(metrics) && BlackboxMetrics.phases(metrics).contains("tls");
    }),
    CERTIFICATE("When the certificate expires", (world, exporter) -> {
        Samples metrics = exporter.probe("private", wss(world.secure));
        return succeeds(metrics)
                && !metrics.named("probe_ssl_earliest_cert_expiry").isEmpty();
    }),
    REFUSED_CERTIFICATE(
            "The same of a certificate that is refused, such as an expired one",
            (world, exporter) -> !exporter.probe("private", wss(world.expired))
                    .named("probe_ssl_earliest_cert_expiry")
                    .isEmpty()),
    TLS_VERSION(
            "The version and the cipher of TLS",
            (world, exporter) -> !exporter.probe("private", wss(world.secure))
                    .named("probe_tls_version_info")
                    .isEmpty()),
    REVOCATION_LIST(
            "The certificate looked up in its issuer's revocation list",
            "prober: websocket, websocket: {http_config: {tls_config: {crl_check: true}}}"),
    FAREWELL("A closing handshake instead of a dropped connection", (world, exporter) -> {
        exporter.probe("plain", ws(world.open));
        world.request();
        return world.saidFarewell();
    }),
    PROXY("`proxy_url` is used", (world, exporter) -> {
        int before = world.proxy.asked().size();
        exporter.probe("proxy", ws(world.open));
        return world.proxy.asked().size() > before;
    }),
    OAUTH2("`oauth2` fetches and sends a token", (world, exporter) -> {
        exporter.probe("oauth2", ws(world.open));
        return world.request().header("Authorization").isPresent();
    }),
    MISSING_SECRET("A secret's file that is gone fails the probe; nothing is sent without it", (world, exporter) -> {
        world.loseTheSecret();
        try {
            return !succeeds(exporter.probe("from_file", ws(world.open))) && world.noRequestCame();
        } finally {
            world.restoreTheSecret();
        }
    }),
    REDIRECTS(
            "Redirects, with `follow_redirects: true`",
            (world, exporter) -> succeeds(exporter.probe("redirects", ws(world.redirecting)))),
    HTTP_TARGETS(
            "Targets that begin with http:// or https://, as Ingresses yield them",
            (world, exporter) -> succeeds(exporter.probe("plain", "http://127.0.0.1:" + world.open.port() + "/"))),
    HOSTNAME("`&hostname=` for targets found by address", (world, exporter) -> {
        exporter.probe("plain", ws(world.open), "&hostname=chat.example.com");
        return world.request().header("Host").orElse("").equals("chat.example.com");
    }),
    QUERY_AS_IT_IS(
            "The target's query reaches the server as it is (`%2B` stays `%2B`)",
            (world, exporter) -> {
                exporter.probe("plain", ws(world.open) + "?token=a%2Bb");
                return world.request().requestLine().contains("?token=a%2Bb ");
            }),
    HEARTBEAT("Pings whose pongs are timed", "prober: websocket, websocket: {heartbeat: {pings: 3}}"),
    HOLD("An idle connection that must survive", "prober: websocket, websocket: {hold: 1s}"),
    JSON("Messages compared as JSON", "prober: websocket, websocket: {query_response: [{expect_json: {/type: ack}}]}"),
    BINARY("Binary messages", "prober: websocket, websocket: {query_response: [{send_binary: !!binary AAEC}]}"),
    SKIP(
            "Other messages may come before the one expected",
            "prober: websocket, websocket: {query_response: [{expect: a, skip: 2}]}"),
    SIZE_LIMIT("A limit for what a message may take", "prober: websocket, websocket: {max_message_size: 64KiB}"),
    SUBPROTOCOL(
            "A subprotocol can be demanded",
            "prober: websocket, websocket: {subprotocols: [a], require_subprotocol: true}"),
    COMPRESSION("Compression (permessage-deflate)", "prober: websocket, websocket: {compression: true}"),
    HTTP_2("WebSockets over HTTP/2", "prober: websocket, websocket: {http_version: \"2\"}"),
    WATCH(
            "Connections that are held open and counted: drops, outages, gaps, lag, missed pongs",
            (world, exporter) -> exporter.loadsFile("modules: {plain: {prober: websocket}}\n"
                    + "watch: [{name: feed, module: plain, targets: [ws://127.0.0.1:1/]}]\n")),
    EVERY_ADDRESS(
            "Every address of a name probed, so that one bad one shows",
            "prober: websocket, websocket: {addresses: all}"),
    NAME_SERVERS("Name servers of a module's own", "prober: websocket, websocket: {nameservers: [127.0.0.1]}"),
    STATUS("A refusal can be what is right", "prober: websocket, websocket: {valid_status_codes: [401]}"),
    ATTEMPTS("Several attempts before a failure is reported", "prober: websocket, websocket: {attempts: 3}"),
    POLICY(
            "Which targets may be probed at all",
            (world, exporter) ->
                    exporter.loadsFile("modules: {plain: {prober: websocket}}\ntarget_policy: {deny: [10.0.0.0/8]}\n")),
    WEB_CONFIG(
            "TLS and passwords on the exporter's own port", (world, exporter) -> exporter.knows("--web.config.file")),
    OTHER_PROBERS("HTTP, TCP, DNS, ICMP, gRPC", "prober: http");

    private final String title;
    private final Check check;

    Feature(String title, Check check) {
        this.title = title;
        this.check = check;
    }

    /** One that a module's own key is for. */
    Feature(String title, String module) {
        this(title, (world, exporter) -> exporter.loads(module));
    }

    @FunctionalInterface
    private interface Check {
        boolean holds(ComparisonWorld world, Candidate exporter) throws IOException, InterruptedException;
    }

    String title() {
        return title;
    }

    boolean isHadBy(ComparisonWorld world, Candidate exporter) throws IOException, InterruptedException {
        world.forget();
        return check.holds(world, exporter);
    }

    private static boolean succeeds(Samples metrics) {
        return metrics.value("probe_success") == 1;
    }

    static Set<String> titles() {
        Set<String> titles = new TreeSet<>();
        Arrays.stream(values()).map(Feature::title).forEach(titles::add);
        return titles;
    }
}
