package dev.websocketexporter.engine;

/**
 * One way to be odd and yet right, or wrong where it does not count: the probe succeeds.
 *
 * @param name what the target does
 * @param scene sets the target up
 * @param facts what else must be so
 */
record OddRow(String name, GridRow.Scene scene, GridRow.Facts facts) {
    /** The same, and this must be so too. */
    OddRow where(GridRow.Facts more) {
        return new OddRow(name, scene, facts.and(more));
    }

    @Override
    public String toString() {
        return name;
    }
}
