package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server with many targets, each a path of its own, that fail when they are told to: whoever asks then gets no answer,
 * or only who asks from a location. Safe for use by several threads.
 */
final class PageStage implements AutoCloseable {
    /** The header field by which a probe says from where it comes. */
    static final String LOCATION = "X-Location";

    private static final int NORMAL_CLOSURE = 1000;
    private static final int UNTIL_IT_IS_WELL = Integer.MAX_VALUE;

    private final Map<String, AtomicInteger> toFail = new ConcurrentHashMap<>();
    private final ScriptedServer server;

    private PageStage() throws IOException {
        server = ScriptedServer.plain(this::serve);
    }

    static PageStage open() throws IOException {
        return new PageStage();
    }

    private void serve(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        String path = head.requestLine().split(" ", 3)[1];
        if (fails(path) || fails(path + from(head.header(LOCATION).orElse("")))) {
            return; // and the connection is closed instead of an answer
        }
        peer.send(UpgradeAnswer.to(head).text());
        peer.readFrame();
        peer.sendClose(NORMAL_CLOSURE, "");
        peer.silence();
    }

    private static String from(String location) {
        return "@" + location;
    }

    private boolean fails(String what) {
        AtomicInteger left = toFail.get(what);
        return left != null && left.getAndUpdate(n -> n == UNTIL_IT_IS_WELL ? n : Math.max(0, n - 1)) > 0;
    }

    /** The URL of a target; the path begins with a slash. */
    String url(String path) {
        return "ws://127.0.0.1:" + server.port() + path;
    }

    /** The next probes of a target fail, as many as that. */
    void lose(String url, int probes) {
        toFail.put(path(url), new AtomicInteger(probes));
    }

    void fail(String url) {
        lose(url, UNTIL_IT_IS_WELL);
    }

    /** It fails for those who ask from a location. */
    void failFrom(String location, String url) {
        fail(url + from(location));
    }

    void recover(String url) {
        toFail.remove(path(url));
    }

    private String path(String url) {
        return url.substring(url("").length());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
