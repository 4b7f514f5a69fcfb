package dev.websocketexporter.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws the rooms and their arrows as the architecture test knows them, in the language that forges render (Mermaid). */
final class RoomDrawing {
    /** A room that has rules but no class yet is not drawn. */
    private static final Path SOURCES = Path.of("src/main/java/dev/websocketexporter");

    private RoomDrawing() {}

    static String mermaid() {
        Map<String, Set<String>> rooms = ArchitectureRules.rooms();
        Map<String, Set<String>> inner = ArchitectureRules.engineRooms();
        StringBuilder drawing = new StringBuilder("```mermaid\nflowchart TD\n");
        rooms.keySet().removeIf(room -> !Files.isDirectory(SOURCES.resolve(room)));
        reduced(rooms).forEach((room, uses) -> uses.forEach(used -> arrow(drawing, "  ", room, used)));
        drawing.append("  subgraph engine\n");
        reduced(inner).forEach((room, uses) -> uses.forEach(used -> arrow(drawing, "    ", "e_" + room, "e_" + used)));
        inner.keySet().forEach(room -> drawing.append("    e_%s[%s]%n".formatted(room, room)));
        return drawing.append("  end\n```\n").toString();
    }

    private static void arrow(StringBuilder drawing, String indent, String from, String to) {
        drawing.append("%s%s --> %s%n".formatted(indent, from, to));
    }

    /** Without the arrows that others imply: who uses {@code session} may use {@code run} too, and that needs no line. */
    private static Map<String, Set<String>> reduced(Map<String, Set<String>> arrows) {
        Map<String, Set<String>> reduced = new LinkedHashMap<>();
        arrows.forEach((room, uses) -> reduced.put(
                room,
                uses.stream()
                        .sorted()
                        .filter(used -> uses.stream()
                                .noneMatch(other -> !other.equals(used)
                                        && reachable(other, arrows).contains(used)))
                        .collect(Collectors.toCollection(LinkedHashSet::new))));
        return reduced;
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> arrows) {
        Set<String> all = new LinkedHashSet<>();
        for (String next : arrows.getOrDefault(from, Set.of())) {
            if (all.add(next)) {
                all.addAll(reachable(next, arrows));
            }
        }
        return all;
    }
}
