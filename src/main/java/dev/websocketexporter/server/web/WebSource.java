package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.server.recording.WebReloads.Rejection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The web configuration in force. Safe for use by several threads; {@link #get} never waits. */
public interface WebSource extends Supplier<WebConfiguration> {
    /**
     * The one that is in force after a look at its files, which begins now: what was written some time before has its effect.
     * Completes within a fraction of a second, also if a file hangs, and never exceptionally.
     */
    CompletableFuture<WebConfiguration> fresh();

    /** A request was turned away by what is in force. */
    void rejected(Rejection reason);
}
