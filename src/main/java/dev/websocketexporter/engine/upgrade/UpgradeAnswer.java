package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Secret;

/** What an upgrade request led to, when it led to no failure. */
public sealed interface UpgradeAnswer {
    /** An upgraded connection. */
    record Upgraded(Session session) implements UpgradeAnswer {}

    /** A refusal that the module counts as the success. */
    record Refused() implements UpgradeAnswer {}

    /** A redirect to follow. */
    record Redirected(Target location) implements UpgradeAnswer {}

    /** The server refuses this token, which was fetched for an earlier probe; it may accept a new one. */
    record TokenStale(Secret token) implements UpgradeAnswer {}
}
