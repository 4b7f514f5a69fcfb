package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final SoakPlace PLACE = new SoakPlace(Path.of("/soak"), 20_000);

    private static List<SoakTarget> all() {
        return Stream.concat(Faults.targets(PLACE, true).stream(), GoodTargets.all(PLACE, true).stream())
                .toList();
    }

    @Test
    void thereAreFortyThatFailAndTenGoodOnes() {
        assertThat(Faults.targets(PLACE, true)).hasSize(40).noneMatch(SoakTarget::isGood);
        assertThat(GoodTargets.all(PLACE, true)).hasSize(10).allMatch(SoakTarget::isGood);
    }

    @Test
    void eachHasANameOfItsOwnAndNothingIsLeftToFillIn() {
        assertThat(all()).extracting(SoakTarget::name).doesNotHaveDuplicates();
        assertThat(all()).extracting(SoakTarget::does).doesNotHaveDuplicates();
        assertThat(all())
                .allSatisfy(target -> assertThat(target.yaml() + target.url()).doesNotContain("{port}", "{dir}"));
    }

    @Test
    void whatIsExpectedIsInTheListOfReasons() {
        assertThat(all().stream().filter(target -> !target.isGood())).allSatisfy(target -> {
            String[] parts = target.expected().split("/");
            Reason reason = Reason.valueOf(parts[1].toUpperCase(Locale.ROOT));
            assertThat(reason.phases().stream().map(Phase::label)).contains(parts[0]);
        });
    }

    @Test
    void everyPhaseFails() {
        List<String> failing = Faults.targets(PLACE, true).stream()
                .map(target -> target.expected().split("/")[0])
                .distinct()
                .toList();

        assertThat(failing)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Phase.values()).map(Phase::label).toList());
    }

    @Test
    void withoutNamesTheOthersKeepTheirPorts() {
        assertThat(Faults.targets(PLACE, false))
                .isEqualTo(Faults.targets(PLACE, true).subList(0, 36));
    }
}
