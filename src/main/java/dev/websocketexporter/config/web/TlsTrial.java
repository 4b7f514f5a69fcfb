package dev.websocketexporter.config.web;

import org.jspecify.annotations.Nullable;

/** Whether clients could connect: only who makes connections knows. Safe for use by several threads. */
@FunctionalInterface
public interface TlsTrial {
    /**
     * What keeps every client out, apart from what is asked of clients themselves.
     *
     * @return one line that goes on from the name of the certificate's file and says what would be right; null: nothing
     */
    @Nullable
    String problem(ServerTls tls);
}
