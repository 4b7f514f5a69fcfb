package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FuzzFiguresTest {
    private static final String PROGRESS = """
            #2\tINITED cov: 164 ft: 409 corp: 34/1320b exec/s: 0 rss: 765Mb
            #8192\tpulse  cov: 171 ft: 431 corp: 47/1821b lim: 60 exec/s: 318 rss: 766Mb
            """;

    @Test
    void executionsOfAFuzzerThatBrokeOffAreThoseOfItsLastLine() {
        assertThat(FuzzFigures.read(PROGRESS)).isEqualTo(new FuzzFigures(8192, 171, Duration.ZERO, 0, 0));
    }

    @Test
    void totalCountsWhereThereIsOne() {
        assertThat(FuzzFigures.read(PROGRESS + "stat::number_of_executed_units: 9000\n")
                        .executions())
                .isEqualTo(9000);
    }

    @Test
    void turnsOfOneTargetCoverTheSameAndOtherTargetsMore() {
        FuzzFigures first = new FuzzFigures(1000, 10, Duration.ofSeconds(1), 2, 0);
        FuzzFigures second = new FuzzFigures(3000, 12, Duration.ofSeconds(1), 1, 1);
        assertThat(first.plus(second)).isEqualTo(new FuzzFigures(4000, 12, Duration.ofSeconds(2), 3, 1));
        assertThat(first.plusOther(second).edges()).isEqualTo(22);
        assertThat(first.plus(second).cells("all")).containsExactly("all", "4,000", "2,000", "12", "3", "1");
    }
}
