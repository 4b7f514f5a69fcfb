/**
 * The way to a server: RESOLVE, CONNECT, PROXY and TLS, which all connections have in common.
 *
 * <p>In: a run that knows its hop. Out: a chain of phases, to which the caller adds the first that speaks HTTP: a
 * probe its upgrade request, the fetch of an OAuth2 token its POST.
 *
 * <pre>{@code
 *   RESOLVE - CONNECT - [PROXY, if the hop has one] - [TLS, if the target is wss] - ...
 * }</pre>
 *
 * <p>A redirect, or a token that the server refuses, opens the route anew on a new connection of the same run, and the
 * times of its phases add up.
 */
@NullMarked
package dev.websocketexporter.engine.route;

import org.jspecify.annotations.NullMarked;
