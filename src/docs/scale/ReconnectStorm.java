import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What one node of 100 sees when 10 million clients come back at once, 100,000 of them to it; and a rolling restart of 100
 * nodes. The node admits as Carillon does: a bucket of new sessions a second, two seconds' worth at most; who is refused tries again.
 *
 * <pre>java src/docs/scale/ReconnectStorm.java</pre>
 */
public class ReconnectStorm {

    private static final long SEED = 42;
    private static final int CLIENTS = 100_000;
    private static final int NODES = 100;
    private static final int LIMIT_SECONDS = 900;

    // What the model assumes. A handshake: between what was measured on the two servers. A refusal: not measured.
    private static final double CORES = 4;
    private static final double HANDSHAKE_SECONDS = 1 / 700.0;
    private static final double REFUSAL_SECONDS = 1 / 5_000.0;
    private static final double CLIENT_GIVES_UP = 20;
    private static final double CONNECT_TIMEOUT = 10;

    /** Seconds that a client waits before its first, second, third attempt. */
    private interface Pause {
        double seconds(int attempt, SplittableRandom random);
    }

    /**
     * @param lookups clients a second whose way back the database finds for this node; 0: the database is not asked
     * @param spares  whether a client that was closed while it waited is not looked up any more
     */
    private record Storm(String title, Pause pause, int admitted, double lookups, boolean spares) {
    }

    private record Event(double at, int client, boolean back) {
    }

    public static void main(String[] arguments) {
        Pause socketIo = (attempt, random) -> Math.min(5, Math.pow(2, attempt) * (1 + (random.nextBoolean() ? 0.5 : -0.5) * random.nextDouble()));
        Pause example = (attempt, random) -> 1 + 4 * random.nextDouble();
        System.out.println("| clients wait | admitted/s | look-ups/s | half back, s | 99 %, s | all, s | most attempts/s | attempts a client | most processors asked for |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (var storm : List.of(
                new Storm("Socket.IO's default", socketIo, 1_000, 0, false),
                new Storm("1 to 5 s, at random each time", example, 1_000, 0, false),
                new Storm("0 to 60 s first, then the default", first(60, socketIo), 1_000, 0, false),
                new Storm("0 to 120 s first, then the default", first(120, socketIo), 1_000, 0, false),
                new Storm("Socket.IO's default", socketIo, 2_000, 0, false),
                new Storm("Socket.IO's default", socketIo, 1_000, 150, false),
                new Storm("0 to 120 s first, then the default", first(120, socketIo), 1_000, 150, false),
                new Storm("the same; closed clients left out", first(120, socketIo), 1_000, 150, true),
                new Storm("Socket.IO's default", socketIo, 140, 150, false),
                new Storm("0 to 800 s first, then the default", first(800, socketIo), 140, 150, false))) {
            run(storm);
        }
        System.out.println("\n| rolling restart: who was closed goes | reconnects, million | fullest node, clients |\n|---|---|---|");
        roll("to any other node", false, 1);
        roll("to the node with the fewest", true, 1);
        roll("to the node with the fewest, 5 nodes at a time", true, 5);
    }

    private static Pause first(double spread, Pause later) {
        return (attempt, random) -> attempt == 0 ? spread * random.nextDouble() : later.seconds(attempt - 1, random);
    }

    private static void run(Storm storm) {
        var random = new SplittableRandom(SEED);
        var attempts = new int[CLIENTS];
        var events = new PriorityQueue<Event>((one, other) -> Double.compare(one.at(), other.at()));
        for (int client = 0; client < CLIENTS; client++) {
            events.add(new Event(storm.pause().seconds(attempts[client]++, random), client, false));
        }
        var tried = new int[LIMIT_SECONDS];
        var work = new double[LIMIT_SECONDS];
        var returned = new double[CLIENTS];
        double tokens = 2 * storm.admitted();
        double filled = 0;
        double processorFree = 0, databaseFree = 0;
        int back = 0;
        while (back < CLIENTS && events.peek().at() < LIMIT_SECONDS) {
            var event = events.remove();
            if (event.back()) {
                returned[back++] = event.at();
                continue;
            }
            tokens = Math.min(2 * storm.admitted(), tokens + (event.at() - filled) * storm.admitted());
            filled = event.at();
            boolean admitted = tokens >= 1;
            tokens -= admitted ? 1 : 0;
            double cost = admitted ? HANDSHAKE_SECONDS : REFUSAL_SECONDS;
            tried[(int) event.at()]++;
            work[(int) event.at()] += cost;
            processorFree = Math.max(processorFree, event.at()) + cost / CORES;
            double end = Math.min(processorFree, event.at() + CLIENT_GIVES_UP);
            boolean stays = admitted && end == processorFree;
            if (stays && storm.lookups() > 0) {
                double found = Math.max(databaseFree, end) + 1 / storm.lookups();
                stays = found <= end + CONNECT_TIMEOUT;
                databaseFree = stays || !storm.spares() ? found : databaseFree;
                end = stays ? found : end + CONNECT_TIMEOUT;
            }
            double pause = stays ? 0 : storm.pause().seconds(attempts[event.client()]++, random);
            events.add(new Event(end + pause, event.client(), stays));
        }
        print(storm, returned, back, tried, Arrays.stream(work).max().orElse(0));
    }

    private static void print(Storm storm, double[] returned, int back, int[] tried, double work) {
        var all = back == CLIENTS ? mark(returned, CLIENTS) : String.format(Locale.ROOT, "not in 900 s: %,d", back);
        System.out.printf(Locale.ROOT, "| %s | %,d | %s | %s | %s | %s | %,d | %.1f | %.1f |%n", storm.title(), storm.admitted(),
                storm.lookups() == 0 ? "none" : String.valueOf((int) storm.lookups()), mark(returned, CLIENTS / 2), mark(returned, CLIENTS / 100 * 99), all,
                Arrays.stream(tried).max().orElse(0), Arrays.stream(tried).sum() / (double) CLIENTS, work);
    }

    private static String mark(double[] returned, int client) {
        return returned[client - 1] == 0 ? "–" : String.format(Locale.ROOT, "%.0f", returned[client - 1]);
    }

    private static void roll(String title, boolean fewest, int together) {
        var random = new SplittableRandom(SEED);
        var sessions = new int[NODES];
        Arrays.fill(sessions, CLIENTS);
        long moved = 0;
        int fullest = 0;
        for (int node = 0; node < NODES; node += together) {
            int closed = Arrays.stream(sessions, node, node + together).sum();
            Arrays.fill(sessions, node, node + together, Integer.MAX_VALUE);
            moved += closed;
            for (int i = 0; i < closed; i++) {
                int to = fewest ? least(sessions) : (node + together + random.nextInt(NODES - together)) % NODES;
                fullest = Math.max(fullest, ++sessions[to]);
            }
            Arrays.fill(sessions, node, node + together, 0);
        }
        System.out.printf(Locale.ROOT, "| %s | %.1f | %,d |%n", title, moved / 1e6, fullest);
    }

    private static int least(int[] sessions) {
        int least = 0;
        for (int node = 1; node < sessions.length; node++) {
            least = sessions[node] < sessions[least] ? node : least;
        }
        return least;
    }
}
