/** The phase resolve: addresses of a name, from the hosts file or the name servers. */
@NullMarked
package dev.websocketexporter.engine.resolve;

import org.jspecify.annotations.NullMarked;
