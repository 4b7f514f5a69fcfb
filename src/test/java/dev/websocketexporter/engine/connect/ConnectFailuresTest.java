package dev.websocketexporter.engine.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.channel.ChannelException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
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
                Arguments.of(new ConnectException("Connection timed out"), Reason.TIMEOUT));
    }

    @ParameterizedTest
    @MethodSource("connects")
    void failedConnectHasItsReason(Exception cause, Reason reason) {
        Failure failure =
                ConnectFailures.of("192.0.2.1:80", null, () -> true, cause).failure();
        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.detail()).startsWith("connecting to 192.0.2.1:80: ");
    }

    @Test
    void unreachableAddressIsToldInTheSystemsWordsIfItHasAny() {
        assertThat(ConnectFailures.of("192.0.2.1:80", null, () -> true, new NoRouteToHostException("No route to host"))
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: no packet gets there: No route to host");
        assertThat(ConnectFailures.of("192.0.2.1:80", null, () -> true, new NoRouteToHostException())
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: no packet gets there");
        assertThat(ConnectFailures.of(
                                "192.0.2.1:80",
                                null,
                                () -> true,
                                new ConnectException("connect(..) failed with error(-22): Invalid argument"))
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: no packet gets there: Invalid argument");
    }

    @Test
    void refusedConnectionIsBlamedOnNoMoreThanIsKnown() {
        assertThat(ConnectFailures.of("192.0.2.1:80", null, () -> true, new ConnectException("Connection refused"))
                        .failure()
                        .detail())
                .isEqualTo("connecting to 192.0.2.1:80: connection refused;"
                        + " nothing listens on that port, or a firewall rejects");
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of(new BindException("Cannot assign requested address"), ExporterLimit.PORTS),
                Arguments.of(
                        new ConnectException("connect(..) failed with error(-99): Cannot assign requested address"),
                        ExporterLimit.PORTS),
                Arguments.of(new SocketException("Operation not permitted"), ExporterLimit.FIREWALL),
                Arguments.of(
                        new ConnectException("connect(..) failed with error(-1): Operation not permitted"),
                        ExporterLimit.FIREWALL),
                Arguments.of(new BindException("Permission denied"), ExporterLimit.FIREWALL),
                Arguments.of(
                        new ConnectException("connect(..) failed with error(-13): Erlaubnis verweigert"),
                        ExporterLimit.FIREWALL),
                Arguments.of(new SocketException("No buffer space available"), ExporterLimit.MEMORY),
                Arguments.of(
                        new ConnectException("connect(..) failed with error(-12): Cannot allocate memory"),
                        ExporterLimit.MEMORY));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void limitOfTheExportersMachineIsNoFaultOfTheTarget(Exception cause, ExporterLimit limit) {
        Failure failure =
                ConnectFailures.of("192.0.2.1:80", null, () -> true, cause).failure();
        assertThat(failure.reason()).isEqualTo(Reason.EXPORTER_LIMIT);
        assertThat(failure.limit()).isEqualTo(limit);
        assertThat(failure.detail())
                .startsWith("connecting to 192.0.2.1:80: ")
                .containsPattern("exporter's (own )?machine")
                .contains("(expected: ")
                .doesNotContain("(..)");
    }

    @Test
    void machineWithoutAnyAddressOfTheFamilyHasPortsLeft() {
        Exception cause = new BindException("Cannot assign requested address");
        assertThat(ConnectFailures.of("[2001:db8::1]:80", null, () -> false, cause)
                        .failure()
                        .reason())
                .isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void sourceAddressWithoutAFreePortIsNotOneOfAnotherMachine() throws Exception {
        InetAddress source = InetAddress.getByName("192.0.2.2");
        Exception noPort = new IOException("bind(..) failed with error(-98): Address already in use");
        assertThat(ConnectFailures.of("192.0.2.1:80", source, () -> true, noPort)
                        .failure()
                        .limit())
                .isEqualTo(ExporterLimit.PORTS);
        Exception another = new IOException("bind(..) failed with error(-99): Cannot assign requested address");
        assertThat(ConnectFailures.of("192.0.2.1:80", source, () -> true, another)
                        .failure()
                        .reason())
                .isEqualTo(Reason.SOURCE_ADDRESS_UNAVAILABLE);
    }

    @Test
    void machineWithoutDescriptorsIsDistinguishedFromTheProcessWithout() {
        assertThat(ConnectFailures.withoutSocket(
                                "192.0.2.1:80", new ChannelException(new IOException("Too many open files")))
                        .failure()
                        .detail())
                .contains("ulimit -n");
        assertThat(ConnectFailures.withoutSocket(
                                "192.0.2.1:80", new ChannelException(new IOException("Too many open files in system")))
                        .failure()
                        .detail())
                .contains("fs.file-max");
    }

    @Test
    void refusalOfASocketThatIsNoLimitIsToldInTheSystemsWords() {
        ChannelException refused = new ChannelException(new IOException(
                "newSocketStream(..) failed with error(-97): Address family not supported by protocol"));
        assertThat(ConnectFailures.withoutSocket("[2001:db8::1]:80", refused).failure())
                .hasToString("connect/exporter_limit: opening a socket to [2001:db8::1]:80: the exporter's machine"
                        + " refuses it: Address family not supported by protocol");
    }
}
