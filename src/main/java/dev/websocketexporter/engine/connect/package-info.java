/**
 * The phase connect: a TCP connection to the first address, or to the second.
 *
 * <p>In: {@code Addresses}. Out: nothing; the connection is in {@code ProbeChannel}, which owns the socket before it
 * is connected, so that a deadline closes it.
 *
 * <pre>{@code
 *   first address - connected
 *         | refused, unreachable, forbidden by the exporter's own machine
 *   second address (other family) - connected
 *         | failed as well: the failure and the address of the first are reported
 * }</pre>
 *
 * <p>There is no second try after a timeout: what is left of the budget would not show whether the other family works.
 * RFC 8305 has both race each other; a probe must name the family that does not work.
 *
 * <p>A new channel has only its first and its last handler. It reads nothing until a phase wants to: bytes that the
 * server sends early wait in the kernel. The phase's time is the kernel's round trip of SYN and SYN/ACK ({@code
 * TCP_INFO}, epoll only), unless a segment was retransmitted, which the target's users wait for, too.
 *
 * <p>If the exporter's own machine cannot or may not dial (no free file descriptor, no local port, no memory, a rule of
 * its own firewall), that is {@code exporter_limit}: nothing is known of the target. Rules and ports are those of one
 * family, so the second address is tried after these too.
 */
@NullMarked
package dev.websocketexporter.engine.connect;

import org.jspecify.annotations.NullMarked;
