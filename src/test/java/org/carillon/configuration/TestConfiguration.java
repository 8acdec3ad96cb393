package org.carillon.configuration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes a configuration of some settings; the others have their defaults. Has no state. */
public final class TestConfiguration {

    private TestConfiguration() {
    }

    /** @param pairs key, value, key, value and so on */
    public static Configuration of(String... pairs) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return of(values);
    }

    public static Configuration of(Map<String, String> values) {
        return new Configuration(key -> Optional.ofNullable(values.get(key)), values.keySet());
    }
}
