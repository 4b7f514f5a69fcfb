/**
 * Threads for what an event loop must not do: bulkheads, so that one kind of slow work never holds up another.
 *
 * <p>In: a task that may block or take long. Out: a {@link Ticket}, by which the owner gives the task up; or none, when
 * there is no place for it. Knows nothing of probes.
 *
 * <p>A {@link WorkPool} is bounded twice: how many tasks run at once, and how many wait for a thread. Threads are made
 * when they are needed and end when they are not. A task that is given up before its turn is never run and frees its
 * place; one that runs is interrupted, which helps where the operating system allows it.
 */
@NullMarked
package dev.websocketexporter.engine.work;

import org.jspecify.annotations.NullMarked;
