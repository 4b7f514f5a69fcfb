/**
 * What {@code bench/} runs: targets, a load driver in a process of its own, and what measures and compares. None of it runs
 * in {@code mvn verify}, but all of it compiles there, and its tests run.
 */
@NullMarked
package dev.websocketexporter.bench;

import org.jspecify.annotations.NullMarked;
