/** The program: reads the command line, creates the objects and connects them, and handles signals and reloads. */
@NullMarked
package dev.websocketexporter.app;

import org.jspecify.annotations.NullMarked;
