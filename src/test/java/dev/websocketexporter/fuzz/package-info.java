/**
 * What the fuzz targets share. A target is a class in the package of what it feeds, with a method {@code
 * fuzzerTestOneInput}, which Jazzer calls; it needs nothing of Jazzer, so that {@code FuzzCorpusTest} plays the corpus in
 * each build. {@code bench/fuzz} runs Jazzer.
 *
 * <p>A target knows more than that there is no exception: which failures are documented, what must come out of an input
 * that is right, and that an input means the same in whatever pieces it comes. {@code Bounds} holds time and memory.
 */
@NullMarked
package dev.websocketexporter.fuzz;

import org.jspecify.annotations.NullMarked;
