/** The probe itself: the phases of RFC 6455 on an event loop. The only room that knows Netty. */
@NullMarked
package dev.websocketexporter.engine;

import org.jspecify.annotations.NullMarked;
