package dev.websocketexporter.e2e;

import java.nio.file.Path;

/** Whose Prometheus and Alertmanager a test runs: users have old ones and new ones, and these differ in what they accept. */
enum Release {
    /** What the machine's packages brought; a test whose program is missing is skipped, and fails under {@code CI=true}. */
    INSTALLED {
        @Override
        Path prometheus() {
            return Tools.require("prometheus");
        }

        @Override
        Path promtool() {
            return Tools.require("promtool");
        }

        @Override
        Path alertmanager() {
            return Tools.require("prometheus-alertmanager");
        }

        @Override
        Path amtool() {
            return Tools.require("amtool");
        }
    },

    /** What {@code .ci/go-tools} built; a test whose program is missing is skipped with the reason, also under {@code CI=true}. */
    NEWEST {
        @Override
        Path prometheus() {
            return Tools.newest("prometheus");
        }

        @Override
        Path promtool() {
            return Tools.newest("promtool");
        }

        @Override
        Path alertmanager() {
            return Tools.newest("alertmanager");
        }

        @Override
        Path amtool() {
            return Tools.newest("amtool");
        }
    };

    abstract Path prometheus();

    abstract Path promtool();

    abstract Path alertmanager();

    abstract Path amtool();
}
