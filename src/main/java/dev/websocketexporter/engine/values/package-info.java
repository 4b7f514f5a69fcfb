/** Values of the configuration as they are sent or used: header fields, secrets, files. */
@NullMarked
package dev.websocketexporter.engine.values;

import org.jspecify.annotations.NullMarked;
