package dev.websocketexporter.probe.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to the upgrade request.
 *
 * @param statusCode 100 to 999
 * @param upgraded the response was a valid upgrade in every respect (RFC 6455 §4.1)
 * @param subprotocol the subprotocol that the server selected; absent: none
 * @param extensions the names of the extensions that the server selected, in order
 * @param redirects how many redirects were followed; absent when the module follows none
 * @param httpVersion of the response, such as {@code 1.1}; absent when it is not known
 * @param body of a response other than 101: its beginning on one line, no secret in it; absent when there was none
 */
public record UpgradeReport(
        int statusCode,
        boolean upgraded,
        @Nullable String subprotocol,
        List<String> extensions,
        @Nullable Integer redirects,
        @Nullable String httpVersion,
        @Nullable String body) {
    public UpgradeReport {
        extensions = List.copyOf(extensions);
    }

    /** A response of which no more is known. */
    public UpgradeReport(
            int statusCode,
            boolean upgraded,
            @Nullable String subprotocol,
            List<String> extensions,
            @Nullable Integer redirects) {
        this(statusCode, upgraded, subprotocol, extensions, redirects, null, null);
    }

    /** The same response over this version of HTTP. */
    public UpgradeReport over(String version) {
        return new UpgradeReport(statusCode, upgraded, subprotocol, extensions, redirects, version, body);
    }

    /** The same response with its body. */
    public UpgradeReport withBody(String text) {
        return new UpgradeReport(statusCode, upgraded, subprotocol, extensions, redirects, httpVersion, text);
    }

    /** The same response, when that many redirects were followed. */
    public UpgradeReport afterRedirects(int times) {
        return new UpgradeReport(statusCode, upgraded, subprotocol, extensions, times, httpVersion, body);
    }
}
