package dev.websocketexporter.architecture.violations.config;

/** Breaks: a circle of two files in one package. */
record Chicken(Egg egg) {}
