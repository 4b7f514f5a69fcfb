package dev.websocketexporter.probe.report;

/**
 * How busy the threads are that do what no event loop may do.
 *
 * @param executor what they do, such as {@code files}
 * @param threads how many tasks can run at once
 * @param active how many run now
 * @param queued how many wait for a thread now
 * @param rejected how many were refused since the start, since there was no place
 * @param skipped how many were not begun since the start, since their probes were over
 */
public record ExecutorFigures(String executor, int threads, int active, int queued, long rejected, long skipped) {
    /** The figures of two that do the same. */
    public ExecutorFigures plus(ExecutorFigures other) {
        return new ExecutorFigures(
                executor,
                threads + other.threads,
                active + other.active,
                queued + other.queued,
                rejected + other.rejected,
                skipped + other.skipped);
    }
}
