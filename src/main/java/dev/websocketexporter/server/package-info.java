/** The exporter's own doors: routes, parameters, history, metrics of its own. The only room that knows Javalin and Jetty. */
@NullMarked
package dev.websocketexporter.server;

import org.jspecify.annotations.NullMarked;
