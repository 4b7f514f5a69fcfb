package dev.websocketexporter.server;

import dev.websocketexporter.probe.InvalidTargetException;
import io.javalin.http.HttpStatus;

/** A request that is not served; the message is one line that says what is wrong and what would be right. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    RefusedException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    static RefusedException badRequest(String message) {
        return new RefusedException(HttpStatus.BAD_REQUEST, message);
    }

    static RefusedException badRequest(InvalidTargetException e) {
        return badRequest(String.valueOf(e.getMessage()));
    }

    static RefusedException notFound(String message) {
        return new RefusedException(HttpStatus.NOT_FOUND, message);
    }

    static RefusedException forbidden(String message) {
        return new RefusedException(HttpStatus.FORBIDDEN, message);
    }

    /** The client is told to come back in a second. */
    static RefusedException unavailable(String message) {
        return new RefusedException(HttpStatus.SERVICE_UNAVAILABLE, message);
    }

    HttpStatus status() {
        return status;
    }
}
