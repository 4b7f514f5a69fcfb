package dev.websocketexporter.conformance;

import java.util.ArrayList;
import java.util.List;

/** All cases that were written for the exporter, in the order of their numbers. */
public final class ConformanceCases {
    private ConformanceCases() {}

    public static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>(FramingCases.all());
        cases.addAll(ReservedCases.all());
        cases.addAll(FragmentationCases.all());
        cases.addAll(Utf8Cases.all());
        cases.addAll(Utf8Sequences.all());
        cases.addAll(CloseCases.all());
        cases.addAll(DeflateCases.all());
        cases.addAll(DeflateFrameCases.all());
        return List.copyOf(cases);
    }
}
