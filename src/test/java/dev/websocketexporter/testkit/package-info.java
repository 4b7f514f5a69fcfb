/** What tests of several rooms share: certificates made at test time, servers that fail in a chosen phase. */
@NullMarked
package dev.websocketexporter.testkit;

import org.jspecify.annotations.NullMarked;
