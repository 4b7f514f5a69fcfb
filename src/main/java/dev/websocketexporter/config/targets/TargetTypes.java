package dev.websocketexporter.config.targets;

import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.types.ScalarType;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What lists of targets are made of. */
public final class TargetTypes {
    /** The URL of a target. */
    static final ValueType<ListedTarget> TARGET = new TargetType();
    /** The name of files with targets. */
    static final ValueType<FilePattern> FILES = new FilesType();

    private TargetTypes() {}

    /** Labels of targets. */
    static ValueType<Map<String, String>> labels(ModuleLabel moduleLabel) {
        return labels(name -> checkOffered(name, moduleLabel));
    }

    /**
     * Labels with names that Prometheus takes.
     *
     * @param check what else a name must be
     */
    public static ValueType<Map<String, String>> labels(LabelCheck check) {
        return new LabelsType(check);
    }

    /** What a label's name must be. */
    @FunctionalInterface
    public interface LabelCheck {
        /**
         * Accepts the name.
         *
         * @throws BadValueException if it is something else
         */
        void check(String name) throws BadValueException;
    }

    /** Whether the module may be a label. */
    enum ModuleLabel {
        /** In a file, which has the form of Prometheus' own. */
        ALLOWED,
        /** In the configuration, where it has a key. */
        MISTAKE
    }

    private static final class TargetType extends ScalarType<ListedTarget> {
        private static final String EXPECTED = " (expected: ";

        private TargetType() {
            super("a ws:// or wss:// URL such as wss://example.com/chat");
        }

        @Override
        protected ListedTarget parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            try {
                return new ListedTarget(scalar.text(), Target.parse(scalar.text()));
            } catch (InvalidTargetException e) {
                String message = String.valueOf(e.getMessage()).replaceFirst("^target ", "");
                int expected = message.lastIndexOf(EXPECTED);
                throw BadValueException.withHint(
                        expected < 0 ? message : message.substring(0, expected),
                        expected < 0
                                ? "expected: " + expected()
                                : message.substring(expected + 2, message.length() - 1));
            }
        }
    }

    /** As in Prometheus, the end of the name says what is in the file. */
    private static final class FilesType extends ScalarType<FilePattern> {
        private static final Pattern NAME = Pattern.compile("(?i).*\\.(yml|yaml|json)");

        private FilesType() {
            super("files such as targets/*.yml, with .yml, .yaml or .json at the end");
        }

        @Override
        protected FilePattern parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String text = scalar.text();
            int slash = text.lastIndexOf('/');
            String name = text.substring(slash + 1);
            if (!NAME.matcher(name).matches()) {
                throw BadValueException.withHint(
                        Printable.quoted(text) + " names no such files", "expected: " + expected());
            }
            if (text.substring(0, slash + 1).indexOf('*') >= 0) {
                throw BadValueException.withHint(
                        Printable.quoted(text) + " has an asterisk in a directory",
                        "expected: asterisks in the last part alone, such as targets/*.yml");
            }
            try {
                Path directory = context.config().directory().resolve(text.substring(0, slash + 1));
                return new FilePattern(directory.toAbsolutePath().normalize(), name);
            } catch (InvalidPathException e) {
                throw BadValueException.withHint(
                        Printable.quoted(text) + " is no file name", "expected: " + expected());
            }
        }
    }

    private static final String FOR_RELABELLING = "__tmp_";
    private static final Set<String> OF_THE_SCRAPE = Set.of("__scrape_interval__", "__scrape_timeout__");

    /** Prometheus keeps names that begin with two underscores for itself. */
    private static void checkOffered(String name, ModuleLabel moduleLabel) throws BadValueException {
        if (name.equals(OfferedGroup.PARAM_LABEL + "target")) {
            throw BadValueException.withHint("is the target itself", "expected: leave it out");
        }
        if (name.equals(OfferedGroup.MODULE_LABEL) && moduleLabel == ModuleLabel.MISTAKE) {
            throw BadValueException.withHint("has a key of its own", "expected: module beside labels");
        }
        boolean allowed = !name.startsWith("__")
                || name.startsWith(OfferedGroup.PARAM_LABEL)
                || name.startsWith(FOR_RELABELLING)
                || OF_THE_SCRAPE.contains(name);
        if (!allowed) {
            throw BadValueException.withHint(
                    "is a name of Prometheus' own",
                    "expected: a name without two underscores first; or __param_NAME for a parameter of the probe,"
                            + " __tmp_NAME for relabelling, __scrape_interval__, __scrape_timeout__");
        }
    }

    /** A mapping of names to texts. */
    private record LabelsType(LabelCheck check) implements ValueType<Map<String, String>> {
        private static final ValueType<String> VALUE = TextTypes.maybeEmpty("a text", TextCheck.UNICODE);
        private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
        private static final String SECRET_PARAM = OfferedGroup.PARAM_LABEL + ModuleParam.PREFIX;
        private static final String HOST_PARAM =
                OfferedGroup.PARAM_LABEL + new ModuleParam(ModuleParam.Kind.HOSTNAME, null).parameter();

        @Override
        public String expected() {
            return "a mapping of NAME: VALUE";
        }

        @Override
        public @Nullable Map<String, String> read(YamlValue value, ReadContext context) {
            YamlValue.Mapping mapping = context.mapping(value, expected());
            if (mapping == null) {
                return null;
            }
            Map<String, String> labels = new LinkedHashMap<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                ReadContext label = context.child(entry.key());
                try {
                    checkName(entry.key());
                } catch (BadValueException e) {
                    label.mistake(entry.position(), e.problem() + " (" + e.hintOr("expected: another name") + ")");
                    continue;
                }
                String text = VALUE.read(entry.value(), label);
                if (text != null) {
                    labels.put(entry.key(), text);
                }
            }
            return labels;
        }

        private void checkName(String name) throws BadValueException {
            if (!NAME.matcher(name).matches()) {
                throw BadValueException.withHint(
                        "is no label name", "expected: letters, digits and underscores, a letter first");
            }
            check.check(name);
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of(
                    "type",
                    "object",
                    "propertyNames",
                    Map.of("pattern", "^" + NAME.pattern() + "$"),
                    "additionalProperties",
                    VALUE.schema());
        }

        /** What a target brings along may be a credential, as the values in its query may. */
        @Override
        public Object toYaml(Map<String, String> value) {
            Map<String, String> shown = new LinkedHashMap<>(value);
            shown.replaceAll(
                    (name, text) -> name.startsWith(SECRET_PARAM) && !name.equals(HOST_PARAM) ? Secret.HIDDEN : text);
            return shown;
        }
    }
}
