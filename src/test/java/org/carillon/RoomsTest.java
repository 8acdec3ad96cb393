package org.carillon;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between the rooms, and what no code of ours may call. */
class RoomsTest {

    private static final String ROOT = "org.carillon";
    private static final Path SOURCES = Path.of("src/main/java/org/carillon");
    private static final int MAX_TYPES = 25;
    private static final int MAX_LINES = 300;

    /** Which rooms each room may know. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("api", Set.of()),
            Map.entry("json", Set.of()),
            Map.entry("monitoring", Set.of()),
            Map.entry("triggers", Set.of()),
            Map.entry("configuration", Set.of("monitoring")),
            Map.entry("handlers", Set.of("api")),
            Map.entry("nodes", Set.of("configuration", "monitoring")),
            Map.entry("journal", Set.of("api", "configuration", "monitoring")),
            Map.entry("access", Set.of("configuration", "monitoring")),
            Map.entry("binding", Set.of()),
            Map.entry("runs", Set.of("api", "binding", "journal", "nodes", "configuration", "monitoring")),
            Map.entry("testing", Set.of("api", "binding", "runs", "tasks", "journal")),
            Map.entry("tasks", Set.of("api", "binding", "triggers", "runs", "journal", "nodes", "configuration", "monitoring")),
            Map.entry("administration", Set.of("tasks", "runs", "triggers", "binding", "audit", "access", "nodes", "configuration", "monitoring")),
            Map.entry("audit", Set.of("api", "runs", "tasks", "triggers", "configuration", "monitoring")),
            Map.entry("broadcast", Set.of("journal", "access", "configuration", "monitoring")),
            Map.entry("clients", Set.of("api", "configuration", "monitoring")),
            Map.entry("engineio", Set.of("broadcast", "nodes", "access", "configuration", "monitoring")),
            Map.entry("socketio", Set.of("api", "clients", "engineio", "broadcast", "journal", "access", "configuration", "monitoring")),
            Map.entry("feeds", Set.of("api", "broadcast", "journal", "access", "configuration", "monitoring")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);

    static Stream<String> rooms() throws IOException {
        try (var entries = Files.list(SOURCES)) {
            return entries.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void everyRoomIsOnTheMap() throws IOException {
        assertEquals(new TreeSet<>(ARROWS.keySet()), rooms().collect(Collectors.toCollection(TreeSet::new)),
                "each room says here which rooms it may know");
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyTheRoomsThatTheMapAllows(String room) {
        var forbidden = new HashSet<>(ARROWS.keySet());
        forbidden.removeAll(ARROWS.get(room));
        forbidden.removeAll(List.of(room, "json"));
        var packages = forbidden.stream().map(other -> ROOT + "." + other + "..").toArray(String[]::new);
        noClasses().that().resideInAPackage(ROOT + "." + room + "..").should().dependOnClassesThat().resideInAnyPackage(packages)
                .because("the room " + room + " may know " + ARROWS.get(room) + " only").check(CLASSES);
    }

    @Test
    void noRoomImportsTheRoot() {
        noClasses().that(are(resideInAPackage(ROOT + ".*..")))
                .should().dependOnClassesThat().resideInAPackage(ROOT)
                .because("the root starts the rooms and no room knows who starts it").check(CLASSES);
    }

    @Test
    void thereAreNoRingsBetweenRooms() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomIsSmallEnoughToBeKnown(String room) throws IOException {
        try (var files = Files.walk(SOURCES.resolve(room))) {
            long types = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java") && !file.equals("package-info.java")).count();
            assertTrue(types <= MAX_TYPES, room + " has " + types + " types; a room over " + MAX_TYPES + " is split by noun");
        }
    }

    @Test
    void aSourceIsShortEnoughToBeRead() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                assertTrue(lines <= MAX_LINES, file + " has " + lines + " lines; one over " + MAX_LINES + " does two things");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomSaysAtItsDoorWhatItIsFor(String room) throws IOException {
        var sign = SOURCES.resolve(room).resolve("package-info.java");
        assertTrue(Files.exists(sign) && Files.readString(sign).contains("/**"), room + " has a package-info with a text");
    }

    @Test
    void calendarTimeComesFromTheDatabaseAlone() {
        never("Instant.now", in(Instant.class).and(named("now")));
        never("LocalDateTime.now", in(LocalDateTime.class).and(named("now")));
        noClasses().that().doNotHaveFullyQualifiedName(ROOT + ".monitoring.SystemClock")
                .should().accessTargetWhere(JavaAccess.Predicates.target(in(System.class).and(named("currentTimeMillis"))))
                .because("monitoring.WallClock is shown and nothing depends on it").check(CLASSES);
    }

    @Test
    void durationsComeFromTheOneClockThatTestsCanSet() {
        noClasses().that().doNotHaveFullyQualifiedName(ROOT + ".monitoring.SystemClock")
                .should().accessTargetWhere(JavaAccess.Predicates.target(in(System.class).and(named("nanoTime"))))
                .because("monitoring.MonotonicClock can be set by tests").check(CLASSES);
    }

    @Test
    void threadsAreTheContainers() {
        never("new Thread", in(Thread.class).and(named("<init>")));
        never("Thread.sleep", in(Thread.class).and(named("sleep")));
        never("Executors.new…", in(Executors.class).and(matching("new.*")));
    }

    @Test
    void nothingIsCalledThatBlocksLeaksOrLosesTheOrder() {
        for (var method : List.of("getBasicRemote", "setMaxIdleTimeout", "fireAsync")) {
            never(method, named(method));
        }
    }

    @Test
    void jsonComesFromAProviderThatIsLookedUpOnce() {
        noClasses().that().resideOutsideOfPackages(ROOT + ".json", ROOT + ".handlers")
                .should().dependOnClassesThat().haveFullyQualifiedName("jakarta.json.Json")
                .because("its every call looks for a provider through all JAR files").check(CLASSES);
    }

    private static void never(String what, DescribedPredicate<AccessTarget> target) {
        noClasses().should().accessTargetWhere(JavaAccess.Predicates.target(target))
                .because("the design forbids " + what).check(CLASSES);
    }

    private static DescribedPredicate<AccessTarget> in(Class<?> type) {
        DescribedPredicate<JavaClass> owner = assignableTo(type);
        return owner(owner).forSubtype();
    }

    private static DescribedPredicate<AccessTarget> named(String method) {
        return name(method).forSubtype();
    }

    private static DescribedPredicate<AccessTarget> matching(String regex) {
        return nameMatching(regex).forSubtype();
    }
}
