package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalFirstAppendTest {

    @ParameterizedTest
    @EnumSource
    void theFirstPublicationOfANewJournalHasOffsetOne(Vendor vendor) throws SQLException {
        var database = new TestDatabase(vendor);
        var journal = new Journal(database, TestConfiguration.of());
        database.jdbi().useTransaction(handle -> journal.append(handle, List.of(new Draft("a", "event", "1"), new Draft("a", "event", "2"))));
        assertEquals(List.of(1L, 2L), TestJournal.all(journal).stream().map(Publication::offset).toList(), "whoever looked at the head before or not");
        database.close();
    }
}
