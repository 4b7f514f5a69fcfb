package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/servers.md} says what {@code docs/servers.yml} says. After a change of that file: {@code mvn test
 * -Dtest=ServersPageTest -Dpages.write=true} writes the page.
 */
class ServersPageTest {
    private final List<ServerRow> rows = ServerTable.read();

    @Test
    void thePageIsMadeFromTheTable() throws IOException {
        String page = ServersPage.of(rows);
        if (Boolean.getBoolean("pages.write")) {
            Files.writeString(ServersPage.FILE, page);
        }
        assertThat(Files.readString(ServersPage.FILE)).isEqualTo(page);
    }

    @Test
    void everyRowHasItsPlace() {
        Set<String> ids = new HashSet<>();
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.id()).matches("[a-z0-9-]+");
            assertThat(ids.add(row.id())).as("%s is there once", row.id()).isTrue();
            assertThat(ServersPage.GROUPS).contains(row.group());
            assertThat(row.target()).matches("wss?://\\S+");
            assertThat(List.of("debian", "pypi", "npm", "maven", "go", "crates", "none"))
                    .contains(row.from());
            assertThat(row.module().isPresent() && !row.settings().isEmpty())
                    .as("%s has a module and settings", row.id())
                    .isFalse();
        });
    }

    @Test
    void whatIsPlayedHasAProgramAndWhatIsNotHasADateAndAReason() {
        assertThat(rows).allSatisfy(row -> {
            if (row.fleet().equals(ServerRow.READY)) {
                assertThat(ReadyRows.tested(row.module().orElseThrow()))
                        .as(row.id())
                        .isTrue();
            } else if (row.isPlayed()) {
                Path start = ServerFleet.DIRECTORY.resolve(row.fleet()).resolve("start");
                assertThat(start).as(row.id()).isExecutable();
                assertThat(Files.exists(start.resolveSibling("long-tail")))
                        .as("%s is played by bench/servers", row.id())
                        .isEqualTo(row.tested().equals(ServerRow.BENCH));
            } else {
                assertThat(row.broken()).as(row.id()).isEmpty();
                assertThat(row.tested()).as(row.id()).matches("20\\d\\d-\\d\\d-\\d\\d");
                assertThat(row.why()).as(row.id()).isNotBlank();
            }
        });
    }

    @Test
    void whatGoesWrongIsToldInWords() {
        assertThat(rows).flatExtracting(ServerRow::broken).allSatisfy(broken -> {
            assertThat(broken.told()).as(broken.what()).isNotEmpty();
            assertThat(broken.failure()).matches("[a-z]+/[a-z0-9_]+");
        });
    }

    @Test
    void readyModulesOfTheTableAreThere() throws IOException {
        Set<String> modules = ServersE2eIT.exampleModules().keySet();
        assertThat(rows)
                .filteredOn(row -> row.module().isPresent())
                .allSatisfy(row ->
                        assertThat(modules).as(row.id()).contains(row.module().orElseThrow()));
    }

    @Test
    void manyOfThemArePlayedInTheBuild() {
        assertThat(rows)
                .filteredOn(row -> row.tested().equals(ServerRow.BUILD))
                .hasSizeGreaterThanOrEqualTo(ServersE2eIT.FEWEST_IN_THE_BUILD);
    }
}
