/**
 * The phase auth: the header fields that a module adds to its upgrade request, with credentials.
 *
 * <p>In: the module's headers and credentials, and whether the hop may see them. Out: {@code RequestFields}.
 *
 * <pre>{@code
 *   headers and files      read on threads for files, if there is one
 *   Basic, Bearer, other   RFC 7617, RFC 6750, RFC 9110 11.6.2
 *   OAuth2                 OAuth2TokenCache
 *                            | none, or it expires within ten seconds
 *                          OAuth2TokenFlight: those who wait for one fetch
 *                          OAuth2TokenFetch: a run of its own, on the loop of the probe that began it
 *                            route - POST with Basic authentication (RFC 6749 4.4), or with an assertion (RFC 7523)
 *                            | 400 or 401 to Basic authentication
 *                            route - POST with the client's credentials in the body
 * }</pre>
 *
 * <p>Credentials and a configured {@code Host} go to the host and port that was asked for, and not to where a redirect
 * leads. Every secret is registered with the probe's log before it is sent, in each form in which a server may repeat
 * it.
 *
 * <p>A fetch is a run of its own with its own channel, log and result, for all probes that need the token: each waits
 * for it until its own deadline, and it is cancelled when nobody waits any more. Its failure becomes {@code
 * authentication_setup}, or {@code timeout}, of the phase auth of all of them. If the server refuses a token that came
 * from the cache, the prober forgets that one and makes one more attempt with another, once in a run.
 *
 * <p>Reading a file is no phase of the target, so the phase is reported only if a token was fetched or a value could
 * not be read.
 */
@NullMarked
package dev.websocketexporter.engine.auth;

import org.jspecify.annotations.NullMarked;
