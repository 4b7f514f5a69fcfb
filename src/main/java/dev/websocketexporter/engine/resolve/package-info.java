/**
 * The phase resolve: from a name to the addresses that may be dialled.
 *
 * <p>In: the hop's host, which is the proxy's if there is one. Out: {@link Addresses}: all that the name has, the one
 * to dial first, and the one to dial if that is refused or unreachable.
 *
 * <pre>{@code
 *   behind a proxy: the policy judges the name, since the proxy looks it up
 *   an address            needs no lookup
 *   else the hosts file   read again when it has changed
 *   else localhost        both loopback addresses, never asked for (RFC 6761 6.3)
 *   else name servers     A and AAAA at the same time; one family only, if the module wants one
 *   without a proxy: the policy judges all addresses, before any is dialled
 * }</pre>
 *
 * <p>The preferred family decides. Once it has an address, the other family's answer is waited for a second at most, a
 * quarter of the budget at most (in the spirit of RFC 8305 §3). Nothing is cached: each probe asks anew. Truncated
 * answers are asked for again over TCP (RFC 7766 §5).
 *
 * <p>{@link NameServers} belong to one event loop each and are closed by the prober. {@link RefusedQueries} keeps the
 * response codes that Netty's resolver drops, so that REFUSED is not reported as a name without addresses.
 */
@NullMarked
package dev.websocketexporter.engine.resolve;

import org.jspecify.annotations.NullMarked;
