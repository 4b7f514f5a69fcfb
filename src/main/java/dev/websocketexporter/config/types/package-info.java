/**
 * What a key may have as its value: how it is described, read, checked, written, and expressed in JSON Schema.
 *
 * <p>A {@link ValueType} gets a value with its context and returns what the module takes, or reports a mistake and
 * returns null. The types know nothing of keys or blocks. Those of one field are constants and factories of one
 * class: {@code NetworkTypes.ADDRESS}, {@code NumberTypes.integer(0, 10)}. Most are {@link ScalarType}s, which throw
 * a {@link BadValueException} that becomes the mistake. A message shows the value unless it may be a secret.
 */
@NullMarked
package dev.websocketexporter.config.types;

import org.jspecify.annotations.NullMarked;
