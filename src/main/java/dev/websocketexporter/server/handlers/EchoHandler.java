package dev.websocketexporter.server.handlers;

import dev.websocketexporter.server.http.HttpErrorException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.ExtensionConfig;

/** {@code /echo}: sends back what it receives, within narrow limits, so that a first probe needs no other server. */
public final class EchoHandler {
    static final int MOST_CONNECTIONS = 16;
    static final int LARGEST_MESSAGE_BYTES = 64 * 1024;
    public static final Duration LONGEST_CONNECTION = Duration.ofSeconds(30);

    private static final String VERSION = "13";

    /** RFC 6455 §4.1: 16 bytes in Base64. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private static final String BAD_HANDSHAKE = "not an opening handshake that /echo accepts (expected: that of"
            + " RFC 6455, with Connection: Upgrade, a Sec-WebSocket-Key of 16 bytes and Sec-WebSocket-Version: 13)";

    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final Set<EchoSession> open = ConcurrentHashMap.newKeySet();
    private final Scheduler scheduler;
    private final Duration longestConnection;

    public EchoHandler(Scheduler scheduler, Duration longestConnection) {
        this.scheduler = scheduler;
        this.longestConnection = longestConnection;
    }

    /** Sets the limits that Jetty enforces. */
    public static void configure(JettyWebSocketServerContainer container) {
        container.setMaxTextMessageSize(LARGEST_MESSAGE_BYTES);
        container.setMaxBinaryMessageSize(LARGEST_MESSAGE_BYTES);
        container.setMaxFrameSize(LARGEST_MESSAGE_BYTES);
        container.setIdleTimeout(LONGEST_CONNECTION);
    }

    public void open(Context context) throws HttpErrorException, IOException {
        if (!asksForUpgrade(context.req())) {
            context.header("Upgrade", "websocket").header("Connection", "Upgrade");
            throw new HttpErrorException(
                    HttpStatus.UPGRADE_REQUIRED, "/echo speaks WebSocket only (expected: a WebSocket client)");
        }
        refuseBadHandshake(context);
        if (!places.tryAcquire()) {
            throw HttpErrorException.unavailable(
                    "/echo has " + MOST_CONNECTIONS + " connections, which is its limit (expected: fewer at once)");
        }
        EchoSession session = new EchoSession(this::ended, scheduler, longestConnection);
        open.add(session);
        boolean upgraded = false;
        try {
            upgraded = JettyWebSocketServerContainer.getContainer(context.req().getServletContext())
                    .upgrade((request, response) -> accepted(session, request, response), context.req(), context.res());
        } finally {
            if (!upgraded) {
                session.release();
            }
        }
        if (!upgraded) {
            throw HttpErrorException.badRequest(BAD_HANDSHAKE);
        }
    }

    /** Ends every connection at once. */
    public void close() {
        open.forEach(EchoSession::leave);
    }

    private void ended(EchoSession session) {
        open.remove(session);
        places.release();
    }

    /** Before Jetty sees it: Jetty would throw in the middle of the upgrade and leave the request unfinished. */
    private static void refuseBadHandshake(Context context) throws HttpErrorException {
        if (!VERSION.equals(context.header("Sec-WebSocket-Version"))) {
            context.header("Sec-WebSocket-Version", VERSION).header("Upgrade", "websocket");
            throw new HttpErrorException(HttpStatus.UPGRADE_REQUIRED, BAD_HANDSHAKE);
        }
        String key = context.header("Sec-WebSocket-Key");
        boolean good = key != null
                && KEY.matcher(key).matches()
                && asksForUpgrade(context.req().getHeaders("Connection"))
                && "websocket".equalsIgnoreCase(context.header("Upgrade"))
                && "HTTP/1.1".equals(context.req().getProtocol())
                && canBeParsed(context.req().getHeaders("Sec-WebSocket-Extensions"));
        if (!good) {
            throw HttpErrorException.badRequest(BAD_HANDSHAKE);
        }
    }

    /** RFC 6455 §4.2.1: a token of a list, which may be on several lines. */
    private static boolean asksForUpgrade(Enumeration<String> connection) {
        return Collections.list(connection).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(token -> token.strip().equalsIgnoreCase("upgrade"));
    }

    private static boolean canBeParsed(Enumeration<String> extensions) {
        try {
            ExtensionConfig.parseEnum(extensions);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static EchoSession accepted(
            EchoSession session, JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) {
        // Jetty has more extensions, for tests; one splits each message into frames of one byte.
        response.setExtensions(request.getExtensions().stream()
                .filter(offered -> offered.getName().equals("permessage-deflate"))
                .toList());
        request.getSubProtocols().stream().findFirst().ifPresent(response::setAcceptedSubProtocol);
        return session;
    }

    private static boolean asksForUpgrade(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return "GET".equals(request.getMethod())
                && upgrade != null
                && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }
}
