package dev.websocketexporter.architecture.violations.render;

import dev.websocketexporter.architecture.violations.engine.loop.UsesRun;

/** Breaks: nobody outside the engine sees its inner packages. */
record SeesTheEnginesLoop(UsesRun inner) {}
