/** Facts about certificates: chains, anchors, dates and names, judged and put into records. The only room that knows Bouncy Castle. */
@NullMarked
package dev.websocketexporter.tls;

import org.jspecify.annotations.NullMarked;
