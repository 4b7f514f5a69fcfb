package dev.websocketexporter.server.api;

import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.EntityTag;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The entity tags of what the history says. They need no body: a list of probes is the same as long as no probe has ended. The start
 * of the process is part of them, since the next one counts from 1 again.
 */
public final class Versions {
    private final String process;

    /** @param startedAt about when the process started */
    public Versions(Instant startedAt) {
        this.process = Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX);
    }

    /** Of something that never changes while the process lives. */
    EntityTag constant(String name) {
        return new EntityTag(process + "-" + name);
    }

    /**
     * Answers with a list. One is made at a time: a list can be large, and more would not be made any sooner.
     *
     * @param version of the list, read before it: a probe that ends meanwhile makes the tag too old, never too new
     */
    void answer(Context context, String version, Consumer<JsonWriter> list) {
        EntityTag tag = constant("after-" + version);
        Answers.okUnlessKnown(context, Answers.JSON, tag, () -> {
            synchronized (this) {
                return JsonWriter.utf8(list);
            }
        });
    }
}
