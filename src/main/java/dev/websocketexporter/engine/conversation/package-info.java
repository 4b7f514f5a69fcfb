/**
 * The phase transfer: what is said on an upgraded connection. Steps, then the heartbeat, then the hold,
 * between two times in which the connection must settle.
 *
 * <p>In: a {@code Session}. Out: nothing; the {@code ConversationReport} is added at the end, however the run ends.
 *
 * <pre>{@code
 *   SettleRunner     waits whether the connection stays open, before and after the rest
 *   StepRunner       for each step: ExpectStep (the message that must come), then what the step sends
 *   HeartbeatRunner  pings, each after the pong to the one before or its timeout (RFC 6455 5.5.2)
 *   HoldRunner       idle time, then one ping
 *   PingExchange     what answers a ping: a matching pong, any pong, or nothing need answer (heartbeat.accept)
 * }</pre>
 *
 * <p>{@link ConversationRun} makes one thing happen after the other: messages, timers and write completions are tasks
 * of its queue, so that a thousand messages that are all there do not deepen the stack. The first success or failure
 * ends it; then timers are cancelled and nothing happens any more. A bug in a task is a failure of the phase, too.
 *
 * <p>Of a connection that is held open afterwards, the steps are its subscription, and only they are played, with the times in
 * which it must settle; messages that no step takes stay for who holds it.
 *
 * <p>What a message means for a step is decided by {@code script}, on the event loop if the message has at most 16
 * KiB, else on threads for matching. Once the steps are done, messages are only counted, and an end of the connection fails the
 * phase at once.
 *
 * <p>A step ends at the tick at which its last message came off the socket, or at which what it sends was written; a
 * round trip is from the system call that sent the ping to the tick at which the loop woke to its pong. {@link
 * SentSecrets} decides how messages are shown once a secret was sent.
 */
@NullMarked
package dev.websocketexporter.engine.conversation;

import org.jspecify.annotations.NullMarked;
