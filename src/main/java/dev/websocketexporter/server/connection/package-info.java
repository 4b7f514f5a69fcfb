/**
 * Connections and threads: everything that depends on how Jetty works inside.
 *
 * <p>What clients can take is bounded: connections ({@link dev.websocketexporter.server.connection.ConnectionLimit}), memory
 * for heads that do not end and answers that nobody reads ({@link dev.websocketexporter.server.connection.ClientMemory}),
 * the time for an answer ({@link dev.websocketexporter.server.connection.AnswerTime}), threads of the pool ({@link
 * dev.websocketexporter.server.connection.WorkLane}), whose time connections share, and the time of the one thread that sees all requests ({@link
 * dev.websocketexporter.server.connection.SelectorPace}).
 *
 * <p>Three things are needed that Jetty does not offer. A client that goes away while its probe runs must cancel the
 * probe, although Jetty does not read while a request is handled. A request for a probe must not cost a change of threads
 * for reading and one for answering. And a body that no handler reads must not make Jetty close the connection.
 *
 * <pre>
 *   WatchedSocket ── ClientConnection ── HTTP/1.1 ── RequestBodyDrainer ── DispatchHandler ── Javalin
 *    reads ahead,     knows what is       AnswerTime  reads and drops       selector's thread
 *    sees the end     under way                       bodies                or pool
 * </pre>
 *
 * <p>With a web configuration, TLS and HTTP/2 are in between ({@code server.web}). TLS changes nothing of this, except that
 * the pool reads. A connection of HTTP/2 is always read, so that nothing is read ahead: {@link
 * dev.websocketexporter.server.connection.Http2} tells each of its streams when its client has gone.
 *
 * <p>In: sockets that {@link dev.websocketexporter.server.connection.ClientConnector} accepts. Out: requests, each of which
 * finds its {@link dev.websocketexporter.server.connection.RequestClient}, to watch it and to answer on the selector's
 * thread. Jetty owns the connections and closes them.
 *
 * <p>Used of Jetty, beyond its documented API: {@code SocketChannelEndPoint} and {@code HttpConnection} are extended,
 * {@code ManagedSelector.submit} runs answers, {@code HttpOutput.sendContent} sends bodies, the session listener of
 * {@code HTTP2ServerConnectionFactory} is extended, and {@code Parser.getBeginNanoTime} tells heads of HTTP/2 apart. {@code JettyInternalsTest} says
 * which of them an upgrade of Jetty has changed, and the {@code *IT} of this package show what depends on them.
 */
@NullMarked
package dev.websocketexporter.server.connection;

import org.jspecify.annotations.NullMarked;
