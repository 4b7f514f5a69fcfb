/**
 * The target: its URL, parsed once at the edge, and the policy that allows or denies it.
 *
 * <p>A URL becomes a {@link Target} or one line that says what is wrong; nothing is looked up. {@link HostAndPort} is the one
 * place that parses and writes hosts: IDN to ASCII, IPv4 in every spelling that other programs accept, brackets around IPv6
 * (RFC 3986 §3.2.2), and the trailing dot of a name. {@link TargetPolicy} judges twice: the host before the lookup, and every
 * address after it and before it is dialled, so that a name cannot lead to a forbidden address.
 */
@NullMarked
package dev.websocketexporter.probe.target;

import org.jspecify.annotations.NullMarked;
