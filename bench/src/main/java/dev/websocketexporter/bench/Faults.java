package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All targets that fail, in the order of the phases. */
final class Faults {
    private Faults() {}

    /**
     * Each has the port of its number.
     *
     * @param named whether the names of {@link SoakNames} are to be had
     */
    static List<Fault> all(boolean named) {
        List<Fault> all = new ArrayList<>(FaultsOnTheWay.all());
        Stream.of(FaultsOfTls.all(), FaultsOfUpgrade.all(), FaultsAfterUpgrade.all())
                .forEach(all::addAll);
        // Last, so that the numbers of the others do not depend on them.
        if (named) {
            all.addAll(FaultsOnTheWay.named());
        }
        return all;
    }

    static List<SoakTarget> targets(SoakPlace place, boolean named) {
        List<Fault> all = all(named);
        return IntStream.range(0, all.size())
                .mapToObj(i -> all.get(i).target().in(place, i))
                .toList();
    }
}
