package dev.websocketexporter.watch;

import java.util.random.RandomGenerator;

/** What all connections share. */
record Surroundings(WatchLoop loop, Opener opener, RandomGenerator random, WatchEvents events) {}
