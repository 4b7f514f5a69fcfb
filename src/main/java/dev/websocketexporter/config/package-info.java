/** YAML in, modules out; all mistakes at once, each with file, line, column and path. The only room that knows SnakeYAML. */
@NullMarked
package dev.websocketexporter.config;

import org.jspecify.annotations.NullMarked;
