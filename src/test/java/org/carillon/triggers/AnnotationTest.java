package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.carillon.api.Cron.Gap;
import org.carillon.api.Cron.Overlap;
import org.junit.jupiter.api.Test;

/** The annotation's choices become a definition's by their names: the two rooms do not know each other. */
class AnnotationTest {

    @Test
    void theChoicesOfTheAnnotationAreThoseOfTheDefinition() {
        assertEquals(names(DstGap.values()), names(Gap.values()));
        assertEquals(names(DstOverlap.values()), names(Overlap.values()));
    }

    private static List<String> names(Enum<?>[] choices) {
        return Stream.of(choices).map(Enum::name).filter(name -> !name.equals(Gap.AUTOMATIC.name())).toList();
    }
}
