package dev.websocketexporter.server.http;

import dev.websocketexporter.probe.target.InvalidTargetException;
import io.javalin.http.HttpStatus;

/** A request that is refused; the message is one line that says what is wrong and what would be right. */
public final class HttpErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    public HttpErrorException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    public static HttpErrorException badRequest(String message) {
        return new HttpErrorException(HttpStatus.BAD_REQUEST, message);
    }

    public static HttpErrorException badRequest(InvalidTargetException e) {
        return badRequest(String.valueOf(e.getMessage()));
    }

    public static HttpErrorException notFound(String message) {
        return new HttpErrorException(HttpStatus.NOT_FOUND, message);
    }

    public static HttpErrorException forbidden(String message) {
        return new HttpErrorException(HttpStatus.FORBIDDEN, message);
    }

    /** The answer asks the client to try again after a second. */
    public static HttpErrorException unavailable(String message) {
        return new HttpErrorException(HttpStatus.SERVICE_UNAVAILABLE, message);
    }

    HttpStatus status() {
        return status;
    }
}
