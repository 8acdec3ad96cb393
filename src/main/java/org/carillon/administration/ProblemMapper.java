package org.carillon.administration;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import org.carillon.access.Problem;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.DatabaseAway;
import org.carillon.tasks.Definitions;
import org.carillon.tasks.TaskRefused;
import org.carillon.triggers.InvalidTrigger;
import org.jdbi.v3.core.JdbiException;

/** Makes a problem of whatever is thrown, so that no page of the container and no stack trace leaves. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    /** Seconds after which a caller that met an outage, or too much of something, may ask again. */
    private static final int RETRY_AFTER = 5;

    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Override
    public Response toResponse(Throwable thrown) {
        var problem = problem(thrown);
        var response = Response.status(problem.status()).entity(problem.json().toString()).type(Problem.MEDIA_TYPE + ";charset=UTF-8").header("Cache-Control", "no-store");
        if (problem.status() == 429 || problem.status() == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        if (thrown instanceof WebApplicationException known && known.getResponse().getHeaderString(HttpHeaders.ALLOW) != null) {
            response.header(HttpHeaders.ALLOW, known.getResponse().getHeaderString(HttpHeaders.ALLOW));
        }
        return response.build();
    }

    static Problem problem(Throwable thrown) {
        if (thrown instanceof Refused refused) {
            return refused.problem();
        } else if (thrown instanceof InvalidField wrong) {
            return new Problem(wrong instanceof Definitions.TooLarge ? 413 : 400, wrong.field().isEmpty() ? null : wrong.field(), wrong.getMessage());
        } else if (thrown instanceof InvalidTrigger wrong) {
            return new Problem(400, wrong.field(), wrong.getMessage());
        } else if (thrown instanceof TaskRefused refused) {
            return Problem.of(status(refused.reason()), refused.getMessage());
        } else if (thrown instanceof WebApplicationException known && known.getResponse().getStatus() < 500) {
            return Problem.of(known.getResponse().getStatus(), detail(known.getResponse().getStatus()));
        } else if (isAway(thrown)) {
            LOG.log(WARNING, "An administrative call met a database that is away: {0}", thrown.getMessage());
            return Problem.of(503, "The database cannot be reached; nothing was changed that is not confirmed. Try again in " + RETRY_AFTER + " s.");
        }
        LOG.log(ERROR, "An administrative call failed.", thrown);
        return Problem.of(500, "Something failed inside; the server's log says what.");
    }

    private static int status(TaskRefused.Reason reason) {
        return switch (reason) {
            case UNKNOWN -> 404;
            case CHANGED -> 412;
            case CONFLICT -> 409;
            case FULL -> 429;
        };
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is no such resource; /api/openapi.json lists all.";
            case 405 -> "This resource does not take this method; the header Allow lists those that it takes.";
            case 406 -> "The answer is application/json; the header Accept does not take it.";
            case 415 -> "The body must be application/json.";
            default -> "The request cannot be understood; /api/openapi.json says what is expected.";
        };
    }

    /** Connections that cannot be had or have broken, as H2 and PostgreSQL say it; a statement that is refused is another matter. */
    private static boolean isAway(Throwable thrown) {
        if (!(thrown instanceof JdbiException) || !(thrown.getCause() instanceof SQLException cause)) {
            return thrown instanceof DatabaseAway;
        }
        var state = String.valueOf(cause.getSQLState());
        return thrown.getClass().getSimpleName().equals("ConnectionException") || state.startsWith("08") || state.startsWith("57P") || state.startsWith("90") || state.startsWith("HYT");
    }
}
