/**
 * What every endpoint needs of HTTP: routes by path and method, query parameters that are decoded exactly once, answers that
 * no thread waits for, errors of one line, and the choice of a format and a coding (RFC 9110 §12.5).
 */
@NullMarked
package dev.websocketexporter.server.http;

import org.jspecify.annotations.NullMarked;
