package dev.websocketexporter.e2e;

import java.io.IOException;

/** Signals to processes that Java has no method for. */
final class Signalled {
    private Signalled() {}

    /** @param signal as {@code kill} takes it: {@code HUP}, {@code STOP} */
    static void send(String signal, long pid) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                .inheritIO()
                .start();
        try {
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -" + signal + " " + pid + " ended with " + kill.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
