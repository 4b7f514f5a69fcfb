package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccuracyLoadTest {
    @Test
    void bothLoadsAreMeasuredUnlessOneIsChosen() {
        assertThat(AccuracyLoad.of("--write"))
                .extracting(AccuracyLoad::perSecond)
                .containsExactly(500, 10);
        assertThat(AccuracyLoad.of("--rate=700"))
                .extracting(AccuracyLoad::perSecond)
                .containsExactly(700, 10);
        assertThat(AccuracyLoad.of("--only-everyday", "--quick"))
                .extracting(AccuracyLoad::perSecond)
                .containsExactly(10);
    }

    /** Both are written into the same page. */
    @Test
    void eachLoadHasATableOfItsOwn() {
        assertThat(AccuracyLoad.of()).extracting(AccuracyLoad::table).doesNotHaveDuplicates();
    }
}
