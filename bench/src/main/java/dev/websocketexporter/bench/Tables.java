package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Samples as tables: each figure of every contestant, and its ratio to the peer's with its spread. */
final class Tables {
    private final List<Sample> samples;
    private final List<String> contestants;
    private final String peer;

    /**
     * @param contestants in the order of the columns, the one that is measured first
     * @param peer whom it is compared with
     */
    Tables(List<Sample> samples, List<String> contestants, String peer) {
        this.samples = samples;
        this.contestants = contestants;
        this.peer = peer;
    }

    String of(String loadTitle, int decimals, ToDoubleFunction<Sample> figure) {
        List<String> titles = new ArrayList<>(List.of("target", loadTitle));
        titles.addAll(contestants);
        titles.add("ratio to " + peer);
        Table table = new Table(titles.toArray(String[]::new));
        for (Scheme scheme : Scheme.values()) {
            loads(scheme).forEach(load -> table.row(row(scheme, load, decimals, figure)));
        }
        return table.text();
    }

    private List<Integer> loads(Scheme scheme) {
        return samples.stream()
                .filter(sample -> sample.scheme() == scheme)
                .map(Sample::load)
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> row(Scheme scheme, int load, int decimals, ToDoubleFunction<Sample> figure) {
        List<Sample> cell = samples.stream()
                .filter(sample -> sample.scheme() == scheme && sample.load() == load)
                .toList();
        List<String> cells = new ArrayList<>(List.of(scheme.title(), String.valueOf(load)));
        contestants.forEach(name -> cells.add(Spread.of(cell, name, figure).middle(decimals)));
        cells.add(Spread.ofRatio(cell, contestants.get(0), peer, figure).text(2));
        return cells;
    }
}
