/**
 * The targets that are offered to Prometheus: groups of them in the configuration, and in files that may change.
 *
 * <p>{@link TargetGroup} is what the configuration says, {@link OfferedGroup} what becomes of it together with the files,
 * which {@link LiveTargets} reads. Only what is offered has the queries of targets in the clear.
 */
@NullMarked
package dev.websocketexporter.config.targets;

import org.jspecify.annotations.NullMarked;
