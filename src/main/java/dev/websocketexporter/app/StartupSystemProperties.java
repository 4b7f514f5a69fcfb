package dev.websocketexporter.app;

/** System properties that save work of libraries, most of it at the start. A value that the user sets is kept. */
final class StartupSystemProperties {
    private StartupSystemProperties() {}

    /** To be called before any class of these libraries is loaded, since they read the properties once. */
    static void setDefaults() {
        // Netty would register its events with the Flight Recorder, recording or not: 0.05 s in Java 25.
        setUnlessGiven("io.netty.jfr.enabled", "false");
        // Netty would look for a network card, to number its channels by it, and warn where there is none, as in a
        // container without a network. The numbers stand in its own log alone.
        setUnlessGiven("io.netty.machineId", "02:00:00:00:00:01");
        // Netty would watch one of 128 buffers for being lost: 3 % of the CPU of held connections. Tests watch each.
        setUnlessGiven("io.netty.leakDetection.level", "disabled");
        // Jetty would ask the JMX server, started for that alone, whether references have 4 or 8 bytes: 0.05 s. They
        // have 4 in heaps below 32 GiB, and it only lays out its queues by that.
        setUnlessGiven("org.eclipse.jetty.util.referencesPerCacheLine", "16");
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
