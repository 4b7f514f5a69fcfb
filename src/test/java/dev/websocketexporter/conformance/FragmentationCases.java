package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.plain;
import static dev.websocketexporter.conformance.ServerFrame.continuation;
import static dev.websocketexporter.conformance.ServerFrame.ping;
import static dev.websocketexporter.conformance.ServerFrame.pong;
import static dev.websocketexporter.conformance.ServerFrame.text;

import dev.websocketexporter.conformance.ConformanceCase.Scenario;
import java.util.ArrayList;
import java.util.List;

/** 5: messages in fragments, control frames between them, and fragments out of order. */
final class FragmentationCases {
    private static final int PROTOCOL_ERROR = 1002;

    private static final ServerFrame FIRST = text("fragment1").more();
    private static final ServerFrame LAST = continuation("fragment2");
    private static final String WHOLE = "fragment1fragment2";
    private static final ServerFrame PING = ping("ping payload");
    private static final ServerFrame STRAY = continuation("non-continuation payload");

    private FragmentationCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.add(
                plain("5.1", "ping in two fragments", refused(ping("fragment1").more(), LAST)));
        cases.add(
                plain("5.2", "pong in two fragments", refused(pong("fragment1").more(), LAST)));
        for (Spread spread : Spread.values()) {
            cases.add(plain("5." + (3 + spread.ordinal()), "text in two fragments" + spread.words(), wire -> {
                spread.send(wire, FIRST, LAST);
                wire.expectText(WHOLE);
                wire.closeNormally();
            }));
        }
        for (Spread spread : Spread.values()) {
            cases.add(plain("5." + (6 + spread.ordinal()), "ping between two fragments" + spread.words(), wire -> {
                spread.send(wire, FIRST, PING, LAST);
                wire.expectPong(PING.payload());
                wire.expectText(WHOLE);
                wire.closeNormally();
            }));
        }
        cases.addAll(strays(9, "final continuation without a start, then a text", STRAY));
        cases.addAll(strays(12, "continuation without a start or an end, then a text", STRAY.more()));
        cases.addAll(outOfOrder());
        cases.addAll(pingsBetweenFiveFragments());
        return cases;
    }

    private static List<ConformanceCase> strays(int number, String what, ServerFrame stray) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Spread spread : Spread.values()) {
            cases.add(plain("5." + (number + spread.ordinal()), what + spread.words(), wire -> {
                spread.send(wire, stray, text("Hello, world!"));
                wire.expectClose(PROTOCOL_ERROR);
            }));
        }
        return cases;
    }

    private static List<ConformanceCase> outOfOrder() {
        ServerFrame stray = continuation("fragment1");
        ServerFrame first = text("fragment2").more();
        ServerFrame last = continuation("fragment3");
        return List.of(
                plain("5.15", "text in two fragments, another continuation, a text", wire -> {
                    wire.send(FIRST, LAST, continuation("fragment3").more(), text("fragment4"));
                    wire.expectText(WHOLE);
                    wire.expectClose(PROTOCOL_ERROR);
                }),
                plain(
                        "5.16",
                        "twice: continuation without a start or an end, text in two fragments",
                        refused(stray.more(), first, last, stray.more(), first, last)),
                plain(
                        "5.17",
                        "twice: final continuation without a start, text in two fragments",
                        refused(stray, first, last, stray, first, last)),
                plain("5.18", "a second text inside a fragmented one", refused(FIRST, text("fragment2"))));
    }

    private static Scenario refused(ServerFrame... frames) {
        return wire -> {
            wire.send(frames);
            wire.expectClose(PROTOCOL_ERROR);
        };
    }

    /** The first ping is answered before the rest of the message is sent. */
    private static List<ConformanceCase> pingsBetweenFiveFragments() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Spread spread : List.of(Spread.IN_ONE, Spread.FRAME_BY_FRAME)) {
            cases.add(plain("5." + (19 + spread.ordinal()), "two pings among five fragments" + spread.words(), wire -> {
                spread.send(wire, FIRST, LAST.more(), ping("pongme 1!"));
                wire.expectPong("pongme 1!");
                spread.send(
                        wire,
                        continuation("fragment3").more(),
                        continuation("fragment4").more(),
                        ping("pongme 2!"),
                        continuation("fragment5"));
                wire.expectPong("pongme 2!");
                wire.expectText("fragment1fragment2fragment3fragment4fragment5");
                wire.closeNormally();
            }));
        }
        return cases;
    }
}
