/**
 * The connections that are held open: entries of {@code watch} in the configuration, and files with further targets that may
 * change.
 *
 * <p>{@link WatchGroup} is what the configuration says; {@link WatchFiles} reads the files and makes of both the targets that
 * this exporter watches. {@code WatchJudge} finds what is wrong with entries, and {@code Claims} what is wrong with targets
 * beside others.
 */
@NullMarked
package dev.websocketexporter.config.watch;

import org.jspecify.annotations.NullMarked;
