/** The exporter's HTTP server: settings, assembly and routes. The only room that knows Javalin and Jetty. */
@NullMarked
package dev.websocketexporter.server;

import org.jspecify.annotations.NullMarked;
