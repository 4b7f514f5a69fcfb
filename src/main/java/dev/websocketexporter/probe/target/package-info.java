/** What is probed: the URL, and the policy that says which may be. */
@NullMarked
package dev.websocketexporter.probe.target;

import org.jspecify.annotations.NullMarked;
