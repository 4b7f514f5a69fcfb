package dev.websocketexporter.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The programs of a chain of alerts.
 *
 * @param name in file names and tables
 */
record AlertPrograms(String name, Path prometheus, Path alertmanager) {
    /** Those of a release; a test whose program is missing is skipped. */
    private static AlertPrograms of(Release release) {
        return new AlertPrograms(release.name().toLowerCase(Locale.ROOT), release.prometheus(), release.alertmanager());
    }

    /** Those of the machine, and the newest beside them where they were built. */
    static List<AlertPrograms> available() {
        List<AlertPrograms> programs = new ArrayList<>(List.of(of(Release.INSTALLED)));
        newest().ifPresent(programs::add);
        return programs;
    }

    /** The newest ones; empty, and the output says why, where they were not built. */
    private static Optional<AlertPrograms> newest() {
        Path prometheus = Tools.goTools().resolve("prometheus");
        Path alertmanager = Tools.goTools().resolve("alertmanager");
        if (Files.isExecutable(prometheus) && Files.isExecutable(alertmanager)) {
            return Optional.of(new AlertPrograms("newest", prometheus, alertmanager));
        }
        System.out.println("without the newest Prometheus and Alertmanager: not both are in " + Tools.goTools()
                + " (.ci/go-tools builds them where it can)");
        return Optional.empty();
    }
}
