package org.carillon.trials;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.carillon.api.Every;
import org.carillon.api.Task;

/** Twenty tasks of one second each. */
public final class WitnessTasks {

    /** How many there are, named w01 to w20. */
    static final int COUNT = 20;

    /** The period of the tasks where they are {@link #faster}, in milliseconds: a hundred fires a second. */
    static final int FAST_MILLIS = 200;

    private WitnessTasks() {
    }

    /** Five times as many fires. */
    static Map<String, String> faster() {
        var settings = every("PT" + FAST_MILLIS / 1e3 + "S");
        settings.put("carillon.tasks.workers", "16");
        return settings;
    }

    /** The same, each of them long enough for a node that ends to have some in hand. */
    static Map<String, String> fasterAndLonger() {
        var settings = faster();
        settings.put("trial.work.millis", "100");
        return settings;
    }

    /** The period of each task. */
    static Map<String, String> every(String period) {
        var settings = new HashMap<String, String>();
        for (int n = 1; n <= COUNT; n++) {
            settings.put("carillon.task.w%02d.every".formatted(n), period);
        }
        return settings;
    }

    @ApplicationScoped
    @Task(id = "w01")
    @Every("PT1S")
    public static class W01 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w02")
    @Every("PT1S")
    public static class W02 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w03")
    @Every("PT1S")
    public static class W03 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w04")
    @Every("PT1S")
    public static class W04 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w05")
    @Every("PT1S")
    public static class W05 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w06")
    @Every("PT1S")
    public static class W06 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w07")
    @Every("PT1S")
    public static class W07 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w08")
    @Every("PT1S")
    public static class W08 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w09")
    @Every("PT1S")
    public static class W09 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w10")
    @Every("PT1S")
    public static class W10 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w11")
    @Every("PT1S")
    public static class W11 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w12")
    @Every("PT1S")
    public static class W12 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w13")
    @Every("PT1S")
    public static class W13 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w14")
    @Every("PT1S")
    public static class W14 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w15")
    @Every("PT1S")
    public static class W15 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w16")
    @Every("PT1S")
    public static class W16 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w17")
    @Every("PT1S")
    public static class W17 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w18")
    @Every("PT1S")
    public static class W18 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w19")
    @Every("PT1S")
    public static class W19 extends WitnessTask {
    }

    @ApplicationScoped
    @Task(id = "w20")
    @Every("PT1S")
    public static class W20 extends WitnessTask {
    }

}
