/**
 * The API under {@code /api/v1}: the results of probes, and how the targets are, as JSON. Errors are problem details (RFC
 * 9457); lists have an entity tag, so that a page that asks every few seconds gets nothing while nothing has changed.
 */
@NullMarked
package dev.websocketexporter.server.api;

import org.jspecify.annotations.NullMarked;
