/** What must hold for the Grafana dashboards of {@code grafana/}, since Grafana itself does not run where the tests do. */
@NullMarked
package dev.websocketexporter.dashboards;

import org.jspecify.annotations.NullMarked;
