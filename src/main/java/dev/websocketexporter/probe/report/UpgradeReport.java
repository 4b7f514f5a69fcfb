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
 */
public record UpgradeReport(
        int statusCode,
        boolean upgraded,
        @Nullable String subprotocol,
        List<String> extensions,
        @Nullable Integer redirects) {
    public UpgradeReport {
        extensions = List.copyOf(extensions);
    }

    /** The same response, when that many redirects were followed. */
    public UpgradeReport afterRedirects(int times) {
        return new UpgradeReport(statusCode, upgraded, subprotocol, extensions, times);
    }
}
