package dev.websocketexporter.engine.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the transports throw, each in its own words, and the reason that it becomes. */
class ConnectFailuresTest {
    static Stream<Arguments> connects() {
        return Stream.of(
                Arguments.of(
                        new ConnectException("finishConnect(..) failed: Connection refused"),
                        Reason.CONNECTION_REFUSED),
                Arguments.of(new ConnectException("Connection refused"), Reason.CONNECTION_REFUSED),
                Arguments.of(
                        new IOException("connect(..) failed with error(-104): Connection reset by peer"),
                        Reason.CONNECTION_RESET),
                Arguments.of(new SocketException("Connection reset"), Reason.CONNECTION_RESET),
                Arguments.of(new NoRouteToHostException("No route to host"), Reason.UNREACHABLE),
                Arguments.of(new ConnectException("connect(..) failed: Network is unreachable"), Reason.UNREACHABLE),
                Arguments.of(new SocketException("Cannot assign requested address"), Reason.UNREACHABLE),
                Arguments.of(new SocketException("Operation not permitted"), Reason.UNREACHABLE),
                Arguments.of(new ConnectException("Connection timed out"), Reason.TIMEOUT));
    }

    @ParameterizedTest
    @MethodSource("connects")
    void failedConnectHasItsReason(Exception cause, Reason reason) {
        Failure failure = ConnectFailures.of("192.0.2.1:80", null, cause).failure();
        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.detail()).startsWith("connecting to 192.0.2.1:80: ");
    }

    @Test
    void unreachableAddressIsToldInTheSystemsWordsIfItHasAny() {
        assertThat(ConnectFailures.of("192.0.2.1:80", null, new NoRouteToHostException("No route to host"))
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: no packet gets there: No route to host");
        assertThat(ConnectFailures.of("192.0.2.1:80", null, new NoRouteToHostException())
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: no packet gets there");
    }

    @Test
    void refusedConnectionIsBlamedOnNoMoreThanIsKnown() {
        assertThat(ConnectFailures.of("192.0.2.1:80", null, new ConnectException("Connection refused"))
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: connection refused;"
                        + " nothing listens on that port, or a firewall rejects");
    }
}
