package dev.websocketexporter.bench;

import java.util.List;

/**
 * What one client took for connections that it held.
 *
 * @param client as tables show it
 * @param connections how many
 * @param idleMebibytes resident set without a connection
 * @param mebibytes resident set with all of them
 * @param idleCores processor time without a connection, for each second
 * @param cores the same with all of them, in each window
 */
record Holding(
        String client, int connections, double idleMebibytes, double mebibytes, double idleCores, List<Double> cores) {
    private static final double KIBIBYTES = 1_024;

    Holding {
        cores = List.copyOf(cores);
    }

    double wholePerConnection() {
        return mebibytes * KIBIBYTES / connections;
    }

    double growthPerConnection() {
        return (mebibytes - idleMebibytes) * KIBIBYTES / connections;
    }

    double middleCores() {
        return Quantiles.of(cores).median();
    }

    /** This one's processor time divided by the other's, window by window. */
    Spread coresRatio(Holding other) {
        double[] ratios = new double[cores.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = cores.get(i) / other.cores.get(i);
        }
        return Spread.of(ratios);
    }
}
