/** An upgraded connection: what arrives on it, what is sent, and how it ends. */
@NullMarked
package dev.websocketexporter.engine.session;

import org.jspecify.annotations.NullMarked;
