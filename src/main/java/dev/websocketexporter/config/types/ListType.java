package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.value.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list.
 *
 * @param element what each entry is
 * @param rules what holds for all of them together
 */
public record ListType<E>(ValueType<E> element, Set<Rule> rules) implements ValueType<List<E>> {
    /** What a list as a whole may have to be. */
    public enum Rule {
        /** A list without entries is as no list at all. */
        NOT_EMPTY,
        NO_REPETITION,
        /** An entry without a value is as no entry, as in blackbox_exporter. */
        SKIP_ABSENT,
        /** No list is a mistake: what it stands for would be lost without a word. */
        NEVER_ABSENT
    }

    public ListType {
        rules = Set.copyOf(rules);
    }

    public static <E> ListType<E> of(ValueType<E> element, Rule... rules) {
        return new ListType<>(element, Set.of(rules));
    }

    @Override
    public String expected() {
        return (rules.contains(Rule.NOT_EMPTY) ? "a list of at least one entry, each " : "a list, each entry ")
                + element.expected();
    }

    @Override
    public @Nullable List<E> read(YamlValue value, ReadContext context) {
        YamlValue.Sequence sequence = context.sequence(value, expected());
        if (sequence == null) {
            return null;
        }
        if (sequence.items().isEmpty() && rules.contains(Rule.NOT_EMPTY)) {
            context.mistake(value.position(), "is empty (expected: " + expected() + "; or leave the key out)");
            return null;
        }
        List<E> read = new ArrayList<>();
        Map<E, Position> first = new HashMap<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlValue item = sequence.items().get(i);
            if (rules.contains(Rule.SKIP_ABSENT) && element.isAbsent(item)) {
                continue;
            }
            E element = element().read(item, context.item(i));
            if (element != null) {
                read.add(element);
                checkRepetition(element, item.position(), first, context.item(i));
            }
        }
        return read;
    }

    @Override
    public boolean isAbsent(YamlValue value) {
        boolean empty =
                value instanceof YamlValue.Sequence sequence && sequence.items().isEmpty();
        return !rules.contains(Rule.NEVER_ABSENT) && (value.isNone() || (empty && rules.contains(Rule.NOT_EMPTY)));
    }

    private void checkRepetition(E element, Position position, Map<E, Position> first, ReadContext context) {
        Position before = first.putIfAbsent(element, position);
        if (before != null && rules.contains(Rule.NO_REPETITION)) {
            context.mistake(
                    position,
                    Printable.quoted(this.element.toYaml(element).toString()) + " is there already, in line "
                            + before.line() + " (expected: once)");
        }
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "type",
                "array",
                "items",
                element.schema(),
                "minItems",
                rules.contains(Rule.NOT_EMPTY) ? 1 : 0,
                "uniqueItems",
                rules.contains(Rule.NO_REPETITION));
    }

    @Override
    public Object toYaml(List<E> value) {
        return value.stream().map(element::toYaml).toList();
    }
}
