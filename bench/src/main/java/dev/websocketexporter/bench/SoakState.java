package dev.websocketexporter.bench;

/**
 * What a target must be reported as at the moment. While its server is being stopped or started, anything goes: also for a
 * probe of which only a part lies in that time. Times by {@link System#nanoTime}. Safe for use by several threads.
 */
final class SoakState {
    private final SoakTarget target;
    private boolean up = true;
    private boolean down;
    private long since;

    /** What an answer is worth. */
    enum Judgement {
        /** It says what it must. */
        RIGHT,
        /** It says what it must of a server that is not running. */
        RIGHT_WHILE_DOWN,
        /** Something happened to the server while the probe ran. */
        EXCUSED,
        WRONG
    }

    /** Its server runs. */
    SoakState(SoakTarget target, long now) {
        this.target = target;
        this.since = now;
    }

    SoakTarget target() {
        return target;
    }

    /** From now on something happens to the server. */
    synchronized void disturb() {
        up = false;
        down = false;
    }

    /** The server is not running any more. */
    synchronized void down(long now) {
        down = true;
        since = now;
    }

    /** The server runs again. */
    synchronized void up(long now) {
        up = true;
        down = false;
        since = now;
    }

    /** @param reported {@link SoakTarget#SUCCESS}, phase and reason, or what else was answered */
    synchronized Judgement judge(long sentAt, String reported) {
        if (sentAt < since || (!up && !down)) {
            return Judgement.EXCUSED;
        }
        if (down) {
            return reported.equals(target.down()) ? Judgement.RIGHT_WHILE_DOWN : Judgement.WRONG;
        }
        return reported.equals(target.expected()) ? Judgement.RIGHT : Judgement.WRONG;
    }
}
