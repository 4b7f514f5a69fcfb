package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionEndTest {
    @Test
    void connectionThatEndsEarlyIsClosedOrReset() {
        for (IOException reset : List.of(
                new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
                new IOException("Connection reset by peer"),
                new IOException("Broken pipe"))) {
            assertThat(ConnectionEnd.during(Phase.UPGRADE, reset, null, "x")
                            .failure()
                            .reason())
                    .isEqualTo(Reason.CONNECTION_RESET);
        }
        assertThat(ConnectionEnd.during(Phase.UPGRADE, null, null, "the head came")
                        .failure())
                .isEqualTo(new Failure(
                        Phase.UPGRADE,
                        Reason.CONNECTION_CLOSED,
                        "the server closed the connection before the head came"));
    }
}
