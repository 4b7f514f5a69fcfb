package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.server.http.HttpErrorException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeBudgetTest {
    @ParameterizedTest(name = "scrape {0}, offset {1}, module {2} -> {3}")
    @CsvSource({
        "PT10S, PT0.5S, , PT9.5S",
        "PT10S, PT0.5S, PT5S, PT5S",
        "PT10S, PT0.5S, PT20S, PT9.5S",
        "PT0.5S, PT0.5S, , PT0.5S",
        "PT0.2S, PT0.5S, , PT0.2S",
        "PT0.2S, PT0.5S, PT0.1S, PT0.1S",
        "PT10S, PT0S, , PT10S",
        ", PT0.5S, , PT10S",
        ", PT0.5S, PT20S, PT20S",
        ", PT0.5S, PT1S, PT1S",
    })
    void budgetIsTheSmallerOfScrapeTimeoutAndModule(
            Duration scrape, Duration offset, Duration module, Duration expected) {
        assertThat(TimeBudget.of(scrape, offset, module)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10, PT10S",
        "9.5, PT9.5S",
        "+1e1, PT10S",
        ".5, PT0.5S",
        "5., PT5S",
        "1e-300, PT0.000000001S",
        "1e300, PT24H"
    })
    void positiveFiniteNumbersAreTaken(String header, Duration expected) throws Exception {
        assertThat(TimeBudget.scrapeTimeout(List.of(header))).isEqualTo(expected);
    }

    @Test
    void noHeaderIsNoTimeout() throws Exception {
        assertThat(TimeBudget.scrapeTimeout(List.of())).isNull();
    }

    @Test
    void headerGivenTwiceIsRefused() {
        assertThatThrownBy(() -> TimeBudget.scrapeTimeout(List.of("10", "10")))
                .isInstanceOf(HttpErrorException.class)
                .hasMessage("X-Prometheus-Scrape-Timeout-Seconds is given 2 times"
                        + " (expected: once, a positive number of seconds)");
    }
}
