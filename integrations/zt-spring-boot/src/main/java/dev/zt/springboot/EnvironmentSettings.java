package dev.zt.springboot;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Node;
import dev.zt.config.Place;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The settings of zt as properties {@code zt.<key>} of an environment state them, over those of {@code zt.yaml}. Variables
 * {@code ZT_…} are among the properties of an environment, in the order that it has.
 */
final class EnvironmentSettings {
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zt");
    private static final ConfigurationPropertyName CONFIG = PREFIX.append("config");
    /** Properties that are Spring Boot's alone. */
    private static final Set<ConfigurationPropertyName> OWN =
            Set.of(CONFIG, PREFIX.append("clients"), PREFIX.append("server.tls"), PREFIX.append("fail-start-on"));

    /** Those that properties below them can state; below another one they state nothing. */
    private static final Set<Setting> LISTS = EnumSet.of(
            Setting.AUDIENCE,
            Setting.FORWARDED_FROM,
            Setting.ORIGINS,
            Setting.DPOP_ALGORITHMS,
            Setting.CONTEXT_HEADERS,
            Setting.RESOURCE_METADATA_AUTHORIZATION_SERVERS,
            Setting.RESOURCE_METADATA_SCOPES);

    private static final Set<Setting> MAPPINGS = EnumSet.of(Setting.BUNDLES, Setting.ISSUERS);

    private static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private static final Path WORKING_DIRECTORY = Path.of("");

    private final Environment environment;

    private EnvironmentSettings(Environment environment) {
        this.environment = environment;
    }

    static Settings read(Environment environment) {
        EnvironmentSettings properties = new EnvironmentSettings(environment);
        properties.requireKnown();
        Map<Setting, Node.Scalar> stated = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Node.Scalar value = properties.find(PREFIX.append(setting.key()), Parts.of(setting));
            if (value != null) {
                stated.put(setting, value);
            }
        }
        Node.Scalar file = properties.find(CONFIG, Parts.NONE);
        return file == null
                ? Settings.stated(stated, WORKING_DIRECTORY)
                : Settings.stated(stated, WORKING_DIRECTORY, file.<Path>as(WORKING_DIRECTORY::resolve));
    }

    /** What properties below a name can be to it. */
    private enum Parts {
        NONE,
        ELEMENTS,
        ENTRIES;

        static Parts of(Setting setting) {
            if (LISTS.contains(setting)) {
                return ELEMENTS;
            }
            return MAPPINGS.contains(setting) ? ENTRIES : NONE;
        }
    }

    // The first source that says anything of a name decides alone, as it does for Spring's own lists.
    private Node.@Nullable Scalar find(ConfigurationPropertyName name, Parts parts) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return scalar(place(property), text(property));
            }
            List<ConfigurationProperty> below = below(name, source, parts);
            if (!below.isEmpty()) {
                return scalar(
                        place(below.get(0)),
                        below.stream().map(part -> item(name, part)).collect(Collectors.joining(",")));
            }
        }
        return null;
    }

    private static Node.Scalar scalar(Place place, String text) {
        return new Node.Scalar(place, text, Node.Scalar.Type.TEXT);
    }

    // Kubernetes puts variables such as ZT_AUDIENCE_PORT into pods, for services that anybody in the namespace names;
    // so of
    // variables only elements with an index count.
    private static List<ConfigurationProperty> below(
            ConfigurationPropertyName name, ConfigurationPropertySource source, Parts parts) {
        if (parts == Parts.NONE || (parts == Parts.ENTRIES && isOf(source, VARIABLES))) {
            return List.of();
        }
        return source instanceof IterableConfigurationPropertySource listed
                ? listed.stream()
                        .filter(name::isAncestorOf)
                        .filter(part -> !isOf(source, VARIABLES) || isElement(name, part))
                        .map(source::getConfigurationProperty)
                        .filter(property -> property != null)
                        .toList()
                : List.of();
    }

    private static boolean isElement(ConfigurationPropertyName name, ConfigurationPropertyName part) {
        int first = name.getNumberOfElements();
        return part.getNumberOfElements() == first + 1 && part.isNumericIndex(first);
    }

    // An element of a list, or an entry of a mapping; the same text as in a variable.
    private String item(ConfigurationPropertyName name, ConfigurationProperty property) {
        ConfigurationPropertyName full = property.getName();
        int first = name.getNumberOfElements();
        String text = text(property);
        if (text.contains(",")) {
            throw new ConfigurationException(
                    place(property), "what holds a comma can be written in zt.yaml alone, and this does: " + full);
        }
        if (isElement(name, full)) {
            return text;
        }
        StringBuilder key = new StringBuilder();
        for (int i = first; i < full.getNumberOfElements(); i++) {
            key.append(i == first ? "" : ".").append(full.getElement(i, Form.ORIGINAL));
        }
        return key + "=" + text;
    }

    private String text(ConfigurationProperty property) {
        return environment.resolveRequiredPlaceholders(String.valueOf(property.getValue()));
    }

    private static Place place(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        return Place.of(property.getName() + (origin == null ? "" : " (" + origin + ")"));
    }

    // The process's own variables and properties hold foreign names, such as those that Kubernetes puts into pods, so
    // of them
    // only what is surely a slip of the pen is refused.
    private void requireKnown() {
        Set<ConfigurationPropertyName> exact = new HashSet<>();
        Set<ConfigurationPropertyName> above = new HashSet<>(OWN);
        for (Setting setting : Setting.values()) {
            (Parts.of(setting) == Parts.NONE ? exact : above).add(PREFIX.append(setting.key()));
        }
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource listed) {
                listed.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(name -> !exact.contains(name) && !isBelow(name, above))
                        .flatMap(name -> wrong(source, name).stream())
                        .findFirst()
                        .ifPresent(wrong -> {
                            throw wrong;
                        });
            }
        }
    }

    private static Optional<ConfigurationException> wrong(
            ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        Place place = property == null ? Place.of(name.toString()) : place(property);
        String key = name.toString().substring("zt.".length());
        return isOfProcess(source)
                ? Settings.slip(place, key, List.of("config", "clients", "server.tls", "fail-start-on"))
                : Optional.of(Settings.unknown(place, key));
    }

    private static boolean isBelow(ConfigurationPropertyName name, Iterable<ConfigurationPropertyName> known) {
        for (ConfigurationPropertyName one : known) {
            if (one.equals(name) || one.isAncestorOf(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfProcess(ConfigurationPropertySource source) {
        return isOf(source, VARIABLES) || isOf(source, StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    }

    private static boolean isOf(ConfigurationPropertySource source, String name) {
        return source.getUnderlyingSource() instanceof PropertySource<?> underlying
                && underlying.getName().equals(name);
    }
}
