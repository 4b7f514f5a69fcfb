package dev.websocketexporter.architecture.violations.config;

/** Breaks, with {@link Chicken}. */
record Egg(Class<?> other) {
    static Class<?> origin() {
        return Chicken.class;
    }
}
