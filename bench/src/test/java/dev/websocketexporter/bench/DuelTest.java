package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuelTest {
    private final Duel duel = new Duel(
            List.of(piece(0, 0.9, 10), piece(15, 0.2, 100), piece(30, 0.3, 100)),
            List.of(piece(0, 0.3, 100), piece(15, 0.1, 100), piece(30, 0.2, 100)));

    @Test
    void aFigureOfAWindowIsThatOfAllItsProbes() {
        assertThat(duel.whole(2, Piece::cpuMillis)).containsExactly("6.67", "2.00", "3.33 (1.50–30.00)");
        assertThat(duel.window(1, 3).whole(2, Piece::cpuMillis)).containsExactly("2.50", "1.50", "1.67 (1.50–2.00)");
    }

    @Test
    void theMedianOfARatioIsThatOfThePiecesRatios() {
        assertThat(duel.medians(1, Piece::cpuMillis)).containsExactly("3.0", "2.0", "2.00 (1.50–30.00)");
    }

    /** This exporter is not ready at once. */
    @Test
    void aPieceWithoutProbesHasNoRatio() {
        Duel late = new Duel(
                List.of(piece(0, 0.5, 0), piece(15, 0.2, 100)),
                duel.window(0, 2).peers());
        assertThat(late.whole(2, Piece::cpuMillis)).containsExactly("7.00", "2.00", "3.50 (2.00–2.00)");
    }

    @Test
    void aWindowSaysItsSeconds() {
        assertThat(duel.window(1, 3).seconds()).isEqualTo("15–45 s");
    }

    @Test
    void bothHaveTheSamePieces() {
        List<Piece> fewer = duel.ours().subList(0, 1);
        assertThatThrownBy(() -> new Duel(fewer, duel.peers())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void durationsAreOfSuccessfulProbesOfOneScheme() {
        Piece piece = new Piece(
                0,
                15,
                1,
                List.of(
                        new Answer(1, Scheme.WS, true, 3, 1),
                        new Answer(2, Scheme.ECDSA, true, 5, 4),
                        new Answer(3, Scheme.WS, false, 9, 7)));
        assertThat(piece.reportedMillis(Scheme.WS)).isEqualTo(1);
        assertThat(piece.reportedMillis(Scheme.RSA)).isNaN();
        assertThat(piece.latencies().max()).isEqualTo(9);
        assertThat(piece.failed()).isEqualTo(1);
    }

    private static Piece piece(double from, double cpuSeconds, int probes) {
        Answer answer = new Answer(from, Scheme.WS, true, 1, 1);
        return new Piece(from, from + 15, cpuSeconds, Collections.nCopies(probes, answer));
    }
}
