package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.value.Printable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One of a few words, which an empty text is not. */
public final class WordType<T> extends ScalarType<T> {
    private final List<T> values;
    private final Function<T, String> label;
    private final String kind;
    private final Map<String, T> others;

    /**
     * The words of some values.
     *
     * @param kind what a message says that another word is not: {@code a TLS version}
     */
    public WordType(String kind, List<T> values, Function<T, String> label) {
        this(kind, values, label, Map.of());
    }

    /**
     * The same with further words, which are accepted and not offered.
     *
     * @param others with their values
     */
    public WordType(String kind, List<T> values, Function<T, String> label, Map<String, T> others) {
        super("one of " + String.join(", ", values.stream().map(label).toList()), EmptyText.ABSENT);
        this.kind = kind;
        this.values = List.copyOf(values);
        this.label = label;
        this.others = Map.copyOf(others);
    }

    @Override
    protected T parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
        return values.stream()
                .filter(value -> label.apply(value).equals(scalar.text()))
                .findFirst()
                .or(() -> Optional.ofNullable(others.get(scalar.text())))
                .orElseThrow(() -> new BadValueException(Printable.quoted(scalar.text()) + " is not " + kind));
    }

    @Override
    public Object toYaml(T value) {
        return label.apply(value);
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("enum", values.stream().map(label).toList());
    }
}
