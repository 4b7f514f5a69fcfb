/**
 * How long a path lets a connection be idle: connections that are silent for growing lengths, side by side, each of which then
 * asks whether it still works.
 *
 * <pre>{@code
 *   Ladder            for how long each is silent
 *   IdleTrial         the whole: finds out how the server can be asked, holds, judges, and then tries with pings
 *     SilentConnection  one of them, held through the port Holder
 *     Judge             what follows from all of them; pure, and asked again and again until it is settled
 * }</pre>
 *
 * <p>An end that somebody tells (Close, FIN, RST) is seen when it comes, by every connection that is silent for longer, and so
 * is exact. A path that has forgotten a connection tells nobody: only the question finds it out, and the limit lies between
 * two lengths, which are close enough to each other for their middle to be right within 20 %.
 */
@NullMarked
package dev.websocketexporter.cli.idle;

import org.jspecify.annotations.NullMarked;
