package dev.zt.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of one service: {@code zt.yaml} overlaid by {@code ZT_…} variables. Immutable.
 *
 * <p>The file is the one that {@code ZT_CONFIG} names, else {@code zt.yaml} in the working directory if there is one.
 * Paths in the file are relative to the file, paths in variables to the working directory.
 */
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String CONFIG_VARIABLE = "ZT_CONFIG";
    private static final String DEFAULT_FILE = "zt.yaml";

    private final Map<Setting, Node> values;
    private final Path fileDirectory;
    private final Path workingDirectory;
    private final String origin;

    private Settings(Map<Setting, Node> values, Path fileDirectory, Path workingDirectory, String origin) {
        this.values = values;
        this.fileDirectory = fileDirectory;
        this.workingDirectory = workingDirectory;
        this.origin = origin;
    }

    /**
     * Reads this process's settings.
     *
     * @throws ConfigurationException naming the place of the first mistake
     */
    public static Settings fromEnvironment() {
        return read(System.getenv(), Path.of(""));
    }

    /**
     * Reads settings from given variables, as a test or an embedding application would.
     *
     * @throws ConfigurationException naming the place of the first mistake
     */
    public static Settings read(Map<String, String> variables, Path workingDirectory) {
        Path file = workingDirectory.resolve(variables.getOrDefault(CONFIG_VARIABLE, DEFAULT_FILE));
        Map<Setting, Node> values = new EnumMap<>(Setting.class);
        boolean present = variables.containsKey(CONFIG_VARIABLE) || Files.exists(file);
        if (present) {
            byte[] content = FileAccess.TRUSTED.read(file, StrictYaml.MAX_BYTES);
            flatten("", StrictYaml.read(file.toString(), content), values);
        }
        overlay(variables, values);
        Path directory = file.toAbsolutePath().getParent();
        return new Settings(
                values,
                directory == null ? workingDirectory : directory,
                workingDirectory,
                present ? file.toString() : "the environment");
    }

    /**
     * Reads settings from given variables alone; a {@code zt.yaml} that stands there is not looked at.
     *
     * @throws ConfigurationException naming the variable of the first mistake
     */
    public static Settings ofVariables(Map<String, String> variables, Path workingDirectory) {
        Map<Setting, Node> values = new EnumMap<>(Setting.class);
        overlay(variables, values);
        return new Settings(values, workingDirectory, workingDirectory, "the variables");
    }

    /**
     * Reads settings that an application states by properties of its own, over those of {@code zt.yaml} if it stands in the
     * working directory. Variables are not looked at: whoever has properties has read them.
     *
     * @param stated as in variables: lists are separated by commas, mappings are {@code name=value,name=value}, paths are
     *     relative to the working directory; their places without line and column
     * @throws ConfigurationException naming the place of the first mistake in the file
     */
    public static Settings stated(Map<Setting, Node.Scalar> stated, Path workingDirectory) {
        Path file = workingDirectory.resolve(DEFAULT_FILE);
        return Files.exists(file)
                ? stated(stated, workingDirectory, file)
                : new Settings(copy(stated), workingDirectory, workingDirectory, "the application's properties");
    }

    /**
     * The same over the settings of a given file.
     *
     * @throws ConfigurationException naming the place of the first mistake, or if the file cannot be read
     */
    public static Settings stated(Map<Setting, Node.Scalar> stated, Path workingDirectory, Path file) {
        Map<Setting, Node> values = new EnumMap<>(Setting.class);
        flatten("", StrictYaml.read(file.toString(), FileAccess.TRUSTED.read(file, StrictYaml.MAX_BYTES)), values);
        values.putAll(stated);
        Path directory = file.toAbsolutePath().getParent();
        return new Settings(
                values, directory == null ? workingDirectory : directory, workingDirectory, file.toString());
    }

    private static void flatten(String prefix, Fields fields, Map<Setting, Node> into) {
        List<String> known = Setting.keysBelow(prefix);
        for (String name : fields.names()) {
            // A dot in a key would be a second spelling of a nested one.
            Optional<Setting> setting = name.contains(".") ? Optional.empty() : Setting.ofKey(prefix + name);
            if (setting.isPresent()) {
                into.put(setting.get(), fields.value(name));
            } else if (known.contains(name)) {
                flatten(prefix + name + ".", fields.value(name).fields(), into);
            } else {
                throw new ConfigurationException(
                        fields.placeOf(name),
                        "unknown key '" + Printable.of(prefix + name) + "'" + Suggestion.forWord(name, known));
            }
        }
    }

    /** That a place names a setting that there is not, with the one that was probably meant. */
    public static ConfigurationException unknown(Place place, String key) {
        List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        return new ConfigurationException(
                place,
                "unknown setting '" + Printable.of(key) + "'"
                        + Suggestion.closest(key, known, 3)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; docs/configuration.md lists all of them"));
    }

    /**
     * The same where names may be foreign, as among a process's variables: only if this one is surely a slip of the pen. How it
     * separates words does not matter.
     *
     * @param further names that are known as well
     */
    public static Optional<ConfigurationException> slip(Place place, String key, Collection<String> further) {
        Map<String, String> known = new LinkedHashMap<>();
        Arrays.stream(Setting.values()).map(Setting::key).forEach(name -> known.put(letters(name), name));
        further.forEach(name -> known.put(letters(name), name));
        String written = letters(key);
        return Suggestion.closest(written, known.keySet(), 2)
                .filter(near -> !near.equals(written))
                .map(near -> new ConfigurationException(
                        place, "unknown setting '" + Printable.of(key) + "'; did you mean '" + known.get(near) + "'?"));
    }

    private static String letters(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "");
    }

    private static Map<Setting, Node> copy(Map<Setting, Node.Scalar> stated) {
        Map<Setting, Node> values = new EnumMap<>(Setting.class);
        values.putAll(stated);
        return values;
    }

    // Kubernetes puts variables such as ZT_AUTHORITY_PORT into every pod, so a foreign name is only an error where it
    // is surely a slip of the pen.
    private static void overlay(Map<String, String> variables, Map<Setting, Node> into) {
        Map<String, Setting> known = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            known.put(setting.variable(), setting);
        }
        variables.forEach((name, text) -> {
            Setting setting = known.get(name);
            if (setting != null) {
                into.put(setting, new Node.Scalar(Place.of(name), text, Node.Scalar.Type.TEXT));
            } else if (name.startsWith("ZT_") && !name.equals(CONFIG_VARIABLE)) {
                Suggestion.closest(name, known.keySet(), 2).ifPresent(near -> {
                    throw new ConfigurationException(
                            Place.of(Printable.of(name)), "unknown variable; did you mean '" + near + "'?");
                });
                LOG.warn("zt: ignoring the variable {}, which names no setting", Printable.of(name));
            }
        });
    }

    /** The value of a setting; empty if neither the file nor a variable states it. */
    public Optional<Node> optional(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /**
     * The value of a setting that must be stated.
     *
     * @throws ConfigurationException saying where to state it
     */
    public Node required(Setting setting) {
        return optional(setting)
                .orElseThrow(() -> new ConfigurationException(
                        Place.of(origin),
                        "missing '" + setting.key() + "' (" + setting.meaning() + "); set it there or in "
                                + setting.variable()));
    }

    /** A setting's texts: a list in the file, separated by commas in a variable; empty if not stated. */
    public List<Node> texts(Setting setting) {
        return optional(setting).map(this::split).orElse(List.of());
    }

    private List<Node> split(Node node) {
        if (!(node instanceof Node.Scalar scalar) || !isVariable(node)) {
            return node.oneOrMore();
        }
        return Arrays.stream(scalar.value().split(",", -1))
                .<Node>map(part -> new Node.Scalar(scalar.place(), part.strip(), Node.Scalar.Type.TEXT))
                .toList();
    }

    /** A setting's mapping: a mapping in the file, {@code name=value,name=value} in a variable; empty if not stated. */
    public Map<String, Node> mapping(Setting setting) {
        Optional<Node> stated = optional(setting);
        Map<String, Node> mapping = new LinkedHashMap<>();
        if (stated.isPresent() && isVariable(stated.get())) {
            for (Node part : split(stated.get())) {
                String[] pair = part.text().split("=", 2);
                if (pair.length != 2 || mapping.containsKey(pair[0])) {
                    throw part.error("expected name=value,name=value with each name once");
                }
                mapping.put(pair[0], new Node.Scalar(part.place(), pair[1], Node.Scalar.Type.TEXT));
            }
        } else if (stated.isPresent()) {
            Fields fields = stated.get().fields();
            fields.names().forEach(name -> mapping.put(name, fields.value(name)));
        }
        return mapping;
    }

    /** A path, relative to where it is written. */
    public Path path(Node node) {
        Path base = isVariable(node) ? workingDirectory : fileDirectory;
        return node.<Path>as(text -> base.resolve(text));
    }

    /** A setting's path; where it is not stated, its default beside the settings file. */
    public Path pathOrDefault(Setting setting) {
        return optional(setting).map(this::path).orElseGet(() -> pathBesideFile(setting.defaultText()));
    }

    /** A path, relative to the settings file. */
    public Path pathBesideFile(String name) {
        return fileDirectory.resolve(name);
    }

    /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}, within a range. */
    public Duration duration(Setting setting, Duration standard, Duration least, Duration most) {
        return ranged(setting, standard, least, most, Units::duration);
    }

    /** A size such as {@code 8KiB} or {@code 64MiB} in bytes, within a range. */
    public long size(Setting setting, long standard, long least, long most) {
        return ranged(setting, standard, least, most, Units::size);
    }

    /** A whole number within a range. */
    public long number(Setting setting, long standard, long least, long most) {
        return ranged(setting, standard, least, most, Units::number);
    }

    private <T extends Comparable<T>> T ranged(Setting setting, T standard, T least, T most, Function<Node, T> reader) {
        Optional<Node> stated = optional(setting);
        if (stated.isEmpty()) {
            return standard;
        }
        T value = reader.apply(stated.get());
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw stated.get().error("out of range: '" + setting.key() + "' is " + setting.meaning());
        }
        return value;
    }

    /** One of the constants of an enum, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(Setting setting, Class<E> type, E standard) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            choices.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return optional(setting)
                .map(node -> Fields.declared(node, setting.key(), choices))
                .orElse(standard);
    }

    /** A setting that is {@code true} or {@code false}. */
    public boolean flag(Setting setting, boolean standard) {
        return optional(setting).map(Node::flag).orElse(standard);
    }

    private static boolean isVariable(Node node) {
        return node.place().line() == 0;
    }
}
