package dev.websocketexporter.engine;

import dev.websocketexporter.conformance.ConformanceCase;
import dev.websocketexporter.conformance.ConformanceCases;
import dev.websocketexporter.conformance.FuzzingServer;
import dev.websocketexporter.engine.loop.Transport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pipeline that probes, made to echo, answers every case as RFC 6455 and RFC 7692 want it. */
class ConformanceIT {
    private static PipelineEchoClient client;

    static List<ConformanceCase> cases() {
        return ConformanceCases.all();
    }

    @BeforeAll
    static void start() {
        client = new PipelineEchoClient(Transport.preferred());
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @ParameterizedTest(name = "conformance {0}")
    @MethodSource("cases")
    void isAnsweredAsTheStandardWants(ConformanceCase each) throws IOException {
        FuzzingServer.judge(each, client);
    }
}
