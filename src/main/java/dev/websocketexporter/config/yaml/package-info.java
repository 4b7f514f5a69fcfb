/**
 * YAML as the rest of the room sees it, and how mistakes are reported.
 *
 * <p>In comes the text of a file, out comes a tree of {@link YamlValue}s, each with its position.
 * {@link YamlDocument} owns the parser and its messages, {@link NodeReader} resolves aliases and merge keys, refuses
 * keys that are there twice, and limits what aliases grow to. A document that is not well-formed ends the reading;
 * every other mistake goes to the {@link Diagnostics} of the file, and reading continues, so that the author sees all
 * of them. A {@link ReadContext} is handed down with each value and knows its path.
 *
 * <p>Messages never show text of a line that YAML could not parse: a secret without its quotes may be there.
 */
@NullMarked
package dev.websocketexporter.config.yaml;

import org.jspecify.annotations.NullMarked;
