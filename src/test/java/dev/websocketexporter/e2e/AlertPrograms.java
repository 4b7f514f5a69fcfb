package dev.websocketexporter.e2e;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The programs of a chain of alerts.
 *
 * @param name in file names and tables
 */
record AlertPrograms(String name, Path prometheus, Path alertmanager) {
    /** Those of a release; a test whose program is missing is skipped. */
    static AlertPrograms of(Release release) {
        return new AlertPrograms(release.name().toLowerCase(Locale.ROOT), release.prometheus(), release.alertmanager());
    }
}
