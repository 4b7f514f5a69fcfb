/**
 * A configuration of blackbox_exporter as one of this exporter: what loads and has a meaning here is kept, and everything else
 * is told with its line and column.
 *
 * <pre>{@code
 *   Conversion         the file: which modules there are, and which of them would load
 *     WebSocketModule    of the prober websocket: stays nearly as it is
 *     HttpModule         of the prober http that asks for an upgrade: becomes one of the prober websocket
 *       HttpKeys           where each key of that prober belongs, or what to write instead
 *       UpgradeFields      which header fields are the exporter's own
 *     HiddenSecrets      what the file does not say, though it loads
 * }</pre>
 *
 * <p>It works on {@link dev.websocketexporter.config.yaml.YamlValue}s, which keep their places: what the configuration's own
 * reader finds wrong with a module that was made here is told at its line of the file that was given. Of what is
 * left out, names of keys and of probers are told and no values; that reader shows values where none is a secret.
 */
@NullMarked
package dev.websocketexporter.cli.convert;

import org.jspecify.annotations.NullMarked;
