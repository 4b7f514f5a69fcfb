/** Small values that everything else is made of: secrets, bytes, text forms of addresses and URLs. */
@NullMarked
package dev.websocketexporter.probe.value;

import org.jspecify.annotations.NullMarked;
