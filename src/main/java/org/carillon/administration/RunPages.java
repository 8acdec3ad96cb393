package org.carillon.administration;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.runs.Run;
import org.carillon.runs.RunFilter;
import org.carillon.runs.RunState;
import org.carillon.runs.Runs;

/** Which page of the history a URL asks for, the newest first; JAX-RS fills it in. */
public class RunPages {

    private static final String SEPARATOR = "_";

    @QueryParam("state")
    private List<String> states;
    @QueryParam("from")
    private String from;
    @QueryParam("to")
    private String to;
    @QueryParam("after")
    private String after;
    @QueryParam("limit")
    private String limit;

    /** @param taskId null for every task */
    Response page(Runs runs, String taskId) {
        int size = Query.limit(limit, RunFilter.MAX_PAGE);
        var filter = new RunFilter(taskId, states(states), Query.instant("from", from), Query.instant("to", to), key(after), size);
        return Answers.page("runs", runs.page(filter), size, RunJson::of, RunPages::key);
    }

    /** Several as several parameters or with commas between. */
    static Set<RunState> states(List<String> texts) {
        return texts == null ? Set.of() : texts.stream().flatMap(text -> Stream.of(text.split(","))).map(String::strip)
                .map(text -> Query.choice("state", text, RunState.class)).collect(Collectors.toSet());
    }

    static String key(Run run) {
        return run.fireAt() + SEPARATOR + run.id();
    }

    static RunFilter.Key key(String text) {
        return text == null ? null : Query.parsed("after", "what a page said as 'next'", () -> {
            var parts = text.split(SEPARATOR, -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException(text);
            }
            return new RunFilter.Key(Query.instant("after", parts[0]), UUID.fromString(parts[1]));
        });
    }
}
