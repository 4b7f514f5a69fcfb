/**
 * The web configuration: TLS, passwords, headers and a rate limit for the exporter's own port, in the format of Prometheus'
 * exporter-toolkit. Blocks of keys, read by the same reader as the configuration's.
 */
@NullMarked
package dev.websocketexporter.config.web;

import org.jspecify.annotations.NullMarked;
