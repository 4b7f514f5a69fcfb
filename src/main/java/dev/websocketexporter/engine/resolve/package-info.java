/**
 * The phase resolve: addresses of a name, from the hosts file or the name servers.
 *
 * <p>In comes the host of the target, or of the proxy; out go its {@link dev.websocketexporter.engine.resolve.Addresses},
 * judged by the policy, or a failure that says which name server was asked and what it did. Nothing is cached, so that
 * every probe asks anew.
 *
 * <pre>
 * ResolvePhase ── an address? the hosts file? localhost? ── else:
 *   NameLookup    the name and the search list, in the order of resolv.conf(5); both families of one name at a time
 *     NameQuery     one question until a server answers it: timeout, attempts, rotate, within the probe's budget
 *       ServerQuery   one question to one server: UDP, then TCP when the answer was truncated (RFC 7766 §5)
 *         DnsResponse   the message (RFC 1035 §4.1), and what makes it no answer to the question
 *   ServerConduct what each server did, for the detail of a failure
 * </pre>
 *
 * <p>A lookup is confined to the probe's event loop. Its sockets are closed when it ends, or the run. The files are read
 * by {@link dev.websocketexporter.engine.resolve.NameFiles} on a thread of their own and again when they change; a probe
 * takes what is in memory. What this package does beside glibc and Go is in {@code docs/names.md}.
 */
@NullMarked
package dev.websocketexporter.engine.resolve;

import org.jspecify.annotations.NullMarked;
