/**
 * Values of the configuration as they are sent: header fields, secrets, messages from files.
 *
 * <p>In: a {@code Value}, which is text or a path. Out: {@link SentField} and {@link RequestFields} for headers, text,
 * PEM, or a {@link SecretPayload} with all parts that a log must hide.
 *
 * <p>A file is read for each probe that needs it, so that a rotated secret holds at once. Reading may block, and so may
 * asking for a file's facts: {@link FileReads} does both on threads for files, at most one of them a file, and never on
 * an event loop. {@link ValueReader} takes the values from what was read. {@link FileVersion} tells whether a file is
 * still the same, so that it need not be read again. A file that cannot be read fails the probe with {@code
 * authentication_setup}; no probe runs without a credential that its module has. Field values follow RFC 9110 §5.5,
 * Basic credentials RFC 7617 §2.
 *
 * <p>This package owns nothing: readers that wait for the same file share its content. The phase that sends a secret registers it with the
 * probe's log, which hides it from then on.
 */
@NullMarked
package dev.websocketexporter.engine.values;

import org.jspecify.annotations.NullMarked;
