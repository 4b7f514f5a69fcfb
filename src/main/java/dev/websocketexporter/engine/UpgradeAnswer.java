package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Target;

/** What an upgrade request led to, when it led to no failure. */
sealed interface UpgradeAnswer {
    /** An upgraded connection. */
    record Upgraded(Session session) implements UpgradeAnswer {}

    /** A refusal that the module counts as the success. */
    record Refused() implements UpgradeAnswer {}

    /** A redirect to follow. */
    record Redirected(Target location) implements UpgradeAnswer {}

    /** The server does not take a token that was fetched for an earlier probe; a fresh one may do. */
    record TokenStale() implements UpgradeAnswer {}
}
