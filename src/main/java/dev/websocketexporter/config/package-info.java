/**
 * The configuration: bytes of YAML in, an immutable {@link Configuration} out, or all mistakes at once, each with
 * file, line, column and path. The only room that knows SnakeYAML.
 *
 * <p>{@link ConfigurationSource} reads the bytes and makes a configuration of them, {@link LiveConfiguration} keeps
 * the one in force and replaces it as a whole, {@link ConfigurationYaml} is the file as a whole and writes a
 * configuration back.
 *
 * <pre>
 *   ConfigurationSource        bytes
 *     → yaml.YamlDocument      values with their positions
 *     → ConfigurationYaml      modules, target policy, targets
 *         → targets            groups of targets, and the files that they name
 *         → blocks             one class a block of keys
 *             → types          one value
 *     → Configuration, warnings   (or ConfigurationException)
 * </pre>
 *
 * <p>Each package uses only those below it: {@code config → targets → blocks → types → yaml}. The tree of all keys begins in
 * {@link ConfigurationYaml}; a lower package that needs it, for "did you mean", gets a function of it by the
 * {@link dev.websocketexporter.config.yaml.ReadContext}.
 */
@NullMarked
package dev.websocketexporter.config;

import org.jspecify.annotations.NullMarked;
