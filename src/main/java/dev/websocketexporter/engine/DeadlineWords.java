package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import java.net.InetSocketAddress;

/** Says what a probe was waiting for when its time was over. */
final class DeadlineWords {
    private DeadlineWords() {}

    static String of(ProbeRun run, Phase phase) {
        String waitingFor = switch (phase) {
            case RESOLVE -> "the answer of the name servers";
            case CONNECT -> "the TCP connection to " + dialled(run);
            case PROXY -> "the proxy " + run.hop().proxy() + " to connect to the target";
            case TLS -> "the TLS handshake to complete";
            case AUTH -> "a token from the OAuth2 server";
            case UPGRADE -> "the complete head of the response to the upgrade request";
            case CONVERSATION -> conversation(run);
            case CLOSE -> "the peer's Close";
        };
        return "the time budget of " + Quantities.of(run.request().budget()) + " was over while waiting for "
                + waitingFor;
    }

    private static String conversation(ProbeRun run) {
        Talk talk = run.findings().talk;
        return talk == null ? "the conversation to end" : talk.waitingFor();
    }

    private static String dialled(ProbeRun run) {
        InetSocketAddress dialled = run.findings().dialled;
        return dialled == null ? run.hop().target().host() : Addressing.shown(dialled);
    }
}
