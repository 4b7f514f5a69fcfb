package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
    private final List<Sample> samples = new ArrayList<>();

    @Test
    void aRowIsATargetUnderALoadWithTheMedianOfEveryContestantAndTheSpreadOfTheRatio() {
        rounds("ours", Scheme.ECDSA, 16, 1, 2, 9);
        rounds("peer", Scheme.ECDSA, 16, 4, 4, 4);
        rounds("third", Scheme.ECDSA, 16, 5, 6, 7);
        rounds("ours", Scheme.WS, 64, 1, 1, 1);
        rounds("peer", Scheme.WS, 64, 2, 2, 2);
        rounds("ours", Scheme.WS, 16, 3, 3, 3);
        rounds("peer", Scheme.WS, 16, 3, 3, 3);
        assertThat(new Tables(samples, List.of("ours", "peer", "third"), "peer").of("at once", 1, Sample::cpuMillis))
                .isEqualTo("""
                        | target | at once | ours | peer | third | ratio to peer |
                        | --- | --- | --- | --- | --- | --- |
                        | ws | 16 | 3.0 | 3.0 |  | 1.00 (1.00–1.00) |
                        | ws | 64 | 1.0 | 2.0 |  | 0.50 (0.50–0.50) |
                        | wss, ECDSA | 16 | 2.0 | 4.0 | 6.0 | 0.50 (0.25–2.25) |
                        """);
    }

    @Test
    void healthyTargetsThatWereCalledDownAreSaid() {
        samples.add(new Sample(0, "ours", Scheme.WS, 16, 1, new LoadResult(100, 0, 1, 1, 1, 1)));
        Report report = new Report();
        report.add("cpu", "| a |\n");
        report.addFailures(samples);
        assertThat(report.text()).isEqualTo("cpu\n\n| a |\n\nNo probe failed.\n");
        report.addFailures(List.of(new Sample(1, "peer", Scheme.RSA, 500, 1, new LoadResult(96, 4, 1, 1, 1, 1))));
        assertThat(report.text())
                .endsWith("\n- peer, wss, RSA at 500: 4 of 100 probes of healthy targets failed in a round\n");
    }

    @Test
    void aResultIsTheSameWhenItWasReadBack() {
        LoadResult result = new LoadResult(1_234, 5, 2.5, 0.25, 17.125, 40);
        assertThat(LoadResult.parse(result.line())).isEqualTo(result);
        assertThat(result.perSecond()).isEqualTo(1_234 / 2.5);
    }

    private void rounds(String contestant, Scheme scheme, int load, double... cpuMillis) {
        for (int round = 0; round < cpuMillis.length; round++) {
            LoadResult result = new LoadResult(1, 0, 1, 1, 1, 1);
            samples.add(new Sample(round, contestant, scheme, load, cpuMillis[round], result));
        }
    }
}
