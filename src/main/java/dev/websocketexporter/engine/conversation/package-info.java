/** The phase transfer: steps, heartbeat, hold. */
@NullMarked
package dev.websocketexporter.engine.conversation;

import org.jspecify.annotations.NullMarked;
