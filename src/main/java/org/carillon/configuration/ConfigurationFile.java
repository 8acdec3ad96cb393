package org.carillon.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The properties file (UTF-8) that {@code -Dcarillon.config} or {@code CARILLON_CONFIG} names. It ranks below the environment.
 * A file that is named and cannot be read fails the deployment.
 */
public class ConfigurationFile implements ConfigSource {

    static final String KEY = "carillon.config";

    /** Above files inside the application (100), below the environment (300) and {@code -D} (400). */
    private static final int ORDINAL = 200;

    private final Map<String, String> values = read(System.getProperty(KEY, System.getenv("CARILLON_CONFIG")));

    static Map<String, String> read(String file) {
        if (file == null || file.isBlank()) {
            return Map.of();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IllegalStateException("The file " + file + ", which " + KEY + " names, cannot be read.", unreadable);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty));
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return KEY;
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
