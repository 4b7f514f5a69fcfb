package dev.websocketexporter.server;

import dev.websocketexporter.probe.target.InvalidTargetException;
import io.javalin.http.HttpStatus;

/** A request that is refused; the message is one line that says what is wrong and what would be right. */
final class HttpErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    HttpErrorException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    static HttpErrorException badRequest(String message) {
        return new HttpErrorException(HttpStatus.BAD_REQUEST, message);
    }

    static HttpErrorException badRequest(InvalidTargetException e) {
        return badRequest(String.valueOf(e.getMessage()));
    }

    static HttpErrorException notFound(String message) {
        return new HttpErrorException(HttpStatus.NOT_FOUND, message);
    }

    static HttpErrorException forbidden(String message) {
        return new HttpErrorException(HttpStatus.FORBIDDEN, message);
    }

    /** The answer asks the client to try again after a second. */
    static HttpErrorException unavailable(String message) {
        return new HttpErrorException(HttpStatus.SERVICE_UNAVAILABLE, message);
    }

    HttpStatus status() {
        return status;
    }
}
