/** The phase proxy: a tunnel by HTTP CONNECT or SOCKS5. */
@NullMarked
package dev.websocketexporter.engine.proxy;

import org.jspecify.annotations.NullMarked;
