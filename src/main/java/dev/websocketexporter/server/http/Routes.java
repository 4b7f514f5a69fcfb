package dev.websocketexporter.server.http;

import dev.websocketexporter.probe.value.Printable;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.router.EndpointNotFound;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which path leads to which handler, and the answer if there is none. */
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final String PAGE = "/";

    /** How a part of a path begins that stands for any. */
    private static final String PARAMETER = "{";

    private final String prefix;
    private final RoutesConfig routes;

    /** The value of {@code Allow} for each path. */
    private final Map<String, String> allowed = new LinkedHashMap<>();

    public Routes(String prefix, RoutesConfig routes) {
        this.prefix = prefix;
        this.routes = routes;
        routes.exception(HttpErrorException.class, (e, context) -> Answers.refuse(context, e.status(), reason(e)));
        routes.exception(EndpointNotFound.class, (e, context) -> refuseUnknown(context));
        routes.exception(Exception.class, (e, context) -> reportBug(context, e));
        if (!prefix.isEmpty()) {
            Handler redirect = context -> Answers.redirect(context, prefix + PAGE);
            add("/", redirect);
            add(prefix, redirect);
        }
    }

    /** A handler for {@code GET} only: its answer is too expensive to be thrown away. */
    public Routes getOnly(String path, Handler handler) {
        String full = prefix + path;
        routes.get(full, handler);
        routes.head(full, context -> refuseMethod(context, "GET"));
        allowed.put(full, "GET");
        return this;
    }

    /** A handler for {@code GET} and {@code POST} only, for the same reason. */
    public Routes getOrPost(String path, Handler handler) {
        String full = prefix + path;
        routes.get(full, handler);
        routes.post(full, handler);
        routes.head(full, context -> refuseMethod(context, "GET, POST"));
        allowed.put(full, "GET, POST");
        return this;
    }

    /** A handler that runs before the one of each path that begins so, also before that of a path that does not exist. */
    public Routes before(String beginning, Handler handler) {
        routes.before(prefix + beginning, handler);
        routes.before(prefix + beginning + "/*", handler);
        return this;
    }

    /** A handler for {@code OPTIONS} of each path that begins so. */
    public Routes options(String beginning, Handler handler) {
        routes.options(prefix + beginning + "/*", handler);
        return this;
    }

    /** A handler for {@code GET}, and for {@code HEAD}: the same without the body, which the server leaves out. */
    public Routes get(String path, Handler handler) {
        add(prefix + path, handler);
        return this;
    }

    /** A handler that changes something, for {@code POST} and {@code PUT}. */
    public Routes change(String path, Handler handler) {
        String full = prefix + path;
        routes.post(full, handler);
        routes.put(full, handler);
        allowed.put(full, "POST, PUT");
        return this;
    }

    private void add(String fullPath, Handler handler) {
        // HEAD must be registered too: otherwise, the framework answers 200 without calling the handler.
        routes.addHttpHandler(HandlerType.GET, fullPath, handler);
        routes.addHttpHandler(HandlerType.HEAD, fullPath, handler);
        allowed.put(fullPath, "GET, HEAD");
    }

    private void refuseUnknown(Context context) {
        String allow = allowed(context.path());
        if (allow != null) {
            refuseMethod(context, allow);
            return;
        }
        Answers.refuse(
                context,
                HttpStatus.NOT_FOUND,
                "there is nothing at this path (expected: one of " + String.join(", ", allowed.keySet()) + ")");
    }

    private @Nullable String allowed(String path) {
        String allow = allowed.get(path);
        return allow != null
                ? allow
                : allowed.entrySet().stream()
                        .filter(route -> covers(route.getKey(), path))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether a path is as a route says, in which a part may stand for any. */
    private static boolean covers(String route, String path) {
        String[] expected = route.split("/", -1);
        String[] parts = path.split("/", -1);
        boolean covers = expected.length == parts.length;
        for (int i = 0; covers && i < parts.length; i++) {
            covers = expected[i].startsWith(PARAMETER) ? !parts[i].isEmpty() : expected[i].equals(parts[i]);
        }
        return covers;
    }

    private static void refuseMethod(Context context, String allow) {
        context.header("Allow", allow);
        Answers.refuse(
                context,
                HttpStatus.METHOD_NOT_ALLOWED,
                "method " + Printable.masked(context.req().getMethod()) + " is not allowed here (expected: " + allow
                        + ")");
    }

    private static String reason(HttpErrorException e) {
        String message = e.getMessage();
        return message == null ? e.status().getMessage() : message;
    }

    private static void reportBug(Context context, Exception bug) {
        LOG.error("a request for {} met a bug of the exporter", context.path(), bug);
        Answers.refuse(
                context,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal error of the exporter: its log has the details (expected: a report of this bug)");
    }
}
