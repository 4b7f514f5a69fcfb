package dev.websocketexporter.engine.values;

import java.util.List;

/**
 * The header fields that a module adds to the upgrade request.
 *
 * @param fields in the order of the configuration, credentials last
 * @param tokenRenewable whether they carry an OAuth2 token that was fetched for an earlier probe, and may have been
 *     revoked since
 */
public record RequestFields(List<SentField> fields, boolean tokenRenewable) {}
