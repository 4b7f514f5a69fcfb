package dev.websocketexporter.engine.values;

import dev.websocketexporter.probe.value.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that a module adds to the upgrade request.
 *
 * @param fields in the order of the configuration, credentials last
 * @param renewable the OAuth2 token among them if it was fetched for an earlier probe, and may have been revoked since;
 *     absent: there is none, or a new one would be no better
 */
public record RequestFields(
        List<SentField> fields, @Nullable Secret renewable) {
    /** The same in a run that has had its new token: it gets no other. */
    public RequestFields withoutRenewal() {
        return new RequestFields(fields, null);
    }
}
