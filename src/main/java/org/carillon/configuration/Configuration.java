package org.carillon.configuration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The settings of this node, read from MicroProfile Config: {@code -D}, environment, or the file that {@code carillon.config}
 * names. Immutable values; safe for use by several threads.
 */
@Singleton
public class Configuration {

    /** A period for one task in place of its annotation's; the id stands where the asterisk does. */
    public static final String TASK_PERIOD = "carillon.task.*.every";

    /** Bounds of {@link #TASK_PERIOD}: below 100 ms a fire costs more than its work, above a year it is a calendar. */
    private static final Kind PERIOD = Kind.duration("PT0.1S", "P365D");

    /** A policy for slow clients of one channel, or of all that begin so; the name stands where the first asterisk does. */
    public static final String SLOW_CLIENTS = "carillon.channel.*.slow-clients";

    private static final String SLOW_CLIENTS_BEGIN = "carillon.channel.";
    private static final String SLOW_CLIENTS_END = ".slow-clients";
    private static final Kind POLICY = Kind.oneOf("disconnect", "drop-oldest", "latest");

    private final Function<String, Optional<String>> source;
    private final Iterable<String> names;

    @Inject
    public Configuration() {
        // The loader is named, because the container's pool may ask on a thread that has no context class loader.
        var config = ConfigProvider.getConfig(Configuration.class.getClassLoader());
        this.source = key -> config.getOptionalValue(key, String.class);
        this.names = config.getPropertyNames();
    }

    /** Reads from a function; for tests. */
    public Configuration(Function<String, Optional<String>> source, Iterable<String> names) {
        this.source = source;
        this.names = names;
    }

    /**
     * Reads every setting.
     *
     * @throws InvalidSetting naming the first key that is wrong
     */
    public void validate() {
        for (Setting setting : Setting.values()) {
            value(setting);
        }
        slowClients();
    }

    /** Keys below {@code carillon.} that mean nothing: spelling mistakes, which would otherwise go unseen. */
    public List<String> unknownKeys() {
        var unknown = new ArrayList<String>();
        StreamSupport.stream(names.spliterator(), false)
                .filter(name -> name.startsWith("carillon.") && Setting.of(name).isEmpty())
                .filter(name -> !name.equals(ConfigurationFile.KEY) && !isTaskPeriod(name) && !isSlowClients(name))
                .sorted().distinct().forEach(unknown::add);
        return unknown;
    }

    public Duration duration(Setting setting) {
        return (Duration) value(setting);
    }

    public long millis(Setting setting) {
        return duration(setting).toMillis();
    }

    public int integer(Setting setting) {
        return (Integer) value(setting);
    }

    public boolean isOn(Setting setting) {
        return (Boolean) value(setting);
    }

    public String text(Setting setting) {
        return (String) value(setting);
    }

    /** {@link Setting#ORIGINS}, in lower case. */
    public List<String> origins() {
        return ((List<?>) value(Setting.ORIGINS)).stream().map(String.class::cast).toList();
    }

    /** {@link Setting#UNCOUNTED}. */
    public List<String> uncounted() {
        return ((List<?>) value(Setting.UNCOUNTED)).stream().map(String.class::cast).toList();
    }

    /**
     * @param annotated what the task's annotation says
     * @throws InvalidSetting if the operator's value, or else the annotation's, is no period
     */
    public Duration taskPeriod(String taskId, String annotated) {
        var key = TASK_PERIOD.replace("*", taskId);
        return (Duration) parse(key, source.apply(key).orElse(annotated), PERIOD);
    }

    /**
     * What the operator set by {@link #SLOW_CLIENTS}: channel name, or beginning and an asterisk, to policy. Only keys whose spelling
     * is kept can be used for it: {@code -D} and the file, not the environment.
     *
     * @throws InvalidSetting if one is no policy
     */
    public Map<String, String> slowClients() {
        var policies = new TreeMap<String, String>();
        for (String name : names) {
            if (isSlowClients(name)) {
                var channels = name.substring(SLOW_CLIENTS_BEGIN.length(), name.length() - SLOW_CLIENTS_END.length());
                source.apply(name).ifPresent(value -> policies.put(channels, (String) parse(name, value, POLICY)));
            }
        }
        return policies;
    }

    private static boolean isSlowClients(String name) {
        return name.startsWith(SLOW_CLIENTS_BEGIN) && name.endsWith(SLOW_CLIENTS_END) && name.length() > SLOW_CLIENTS_BEGIN.length() + SLOW_CLIENTS_END.length();
    }

    private static boolean isTaskPeriod(String name) {
        return name.matches("carillon\\.task\\.[a-z0-9-]+\\.every");
    }

    private Object value(Setting setting) {
        // An empty text means "not set" to MicroProfile Config, and so it does here.
        return parse(setting.key(), source.apply(setting.key()).orElse(setting.standard()), setting.kind());
    }

    private static Object parse(String key, String text, Kind kind) {
        try {
            return kind.parse(text);
        } catch (RuntimeException notAllowed) {
            throw new InvalidSetting(key, kind.secret() ? InvalidSetting.SECRET : text, kind.allowed(), null);
        }
    }
}
