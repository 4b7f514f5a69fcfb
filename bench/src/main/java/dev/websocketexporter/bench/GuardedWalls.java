package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WallAccess.Guard;
import java.util.List;

/** Ways to hurt an exporter whose port has TLS, HTTP/2 and a password. */
final class GuardedWalls {
    private GuardedWalls() {}

    /** @param harmless a query of {@code /probe} */
    static List<Wall> all(Guard guard, String harmless) {
        return List.of(
                new Wall(
                        "1,000 handshakes of TLS that are begun and never finished",
                        WallGuests.unfinished(1_000, guard, new WallTally("who never finishes", "came", "came again"))),
                new Wall(
                        "64 clients that guess passwords",
                        WallGuests.guessing(64, guard, new WallTally("who guesses", "401", "503", "came again"))),
                new Wall(
                        "40 clients of HTTP/2 that open 100 streams and read nothing",
                        WallGuests.unread(40, guard, new WallTally("who reads nothing", "streams", "came again"))),
                new Wall(
                        "20 clients of HTTP/2 that reset each stream at once",
                        WallGuests.resetting(
                                20, guard, "/probe?" + harmless, new WallTally("who resets", "resets", "came again"))));
    }
}
