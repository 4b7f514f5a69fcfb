package dev.websocketexporter.e2e;

import java.nio.file.Path;

/** Whose Prometheus and Alertmanager a test runs: users have old ones and new ones, and these differ in what they accept. */
enum Release {
    /** What the machine's packages brought; a test whose program is missing is skipped, and fails under {@code CI=true}. */
    INSTALLED {
        @Override
        Path program(String name) {
            return Tools.require(name);
        }

        /** Debian's name for it. */
        @Override
        Path alertmanager() {
            return program("prometheus-alertmanager");
        }
    },

    /** What {@code .ci/go-tools} built; a test whose program is missing is skipped with the reason, also under {@code CI=true}. */
    NEWEST {
        @Override
        Path program(String name) {
            return Tools.newest(name);
        }
    };

    abstract Path program(String name);

    Path prometheus() {
        return program("prometheus");
    }

    Path promtool() {
        return program("promtool");
    }

    Path alertmanager() {
        return program("alertmanager");
    }

    Path amtool() {
        return program("amtool");
    }
}
