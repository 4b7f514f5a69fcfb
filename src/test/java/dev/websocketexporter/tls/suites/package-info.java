/**
 * Judges the verification of certificates with public suites, which whoever runs it brings: {@code bench/suites DIR}. None
 * of their data is in this repository; of each suite there are its rules, in the resources of this package, which say what
 * is in scope, with which reason a case is to be refused, and which disagreements are accepted, each in words.
 */
@NullMarked
package dev.websocketexporter.tls.suites;

import org.jspecify.annotations.NullMarked;
