/**
 * The exporter's HTTP server: its settings, and how it is assembled. The only room that knows Javalin and Jetty.
 *
 * <pre>
 *            ExporterServer, HttpServer (Jetty and Javalin, assembled)
 *                 |
 *            handlers    one class an endpoint
 *             /     \
 *     recording     http    answers, parameters, routes, errors
 *   (metrics,         |
 *    history, log)  connection    what depends on Jetty's internals
 * </pre>
 *
 * <p>In: {@link dev.websocketexporter.server.ServerSettings}, a {@link dev.websocketexporter.probe.Prober}, a {@link
 * dev.websocketexporter.server.ReloadableConfiguration}. {@link dev.websocketexporter.server.ExporterServer} owns
 * everything below it, from {@code start} to {@code close}.
 */
@NullMarked
package dev.websocketexporter.server;

import org.jspecify.annotations.NullMarked;
