import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How many publications a second the one row of the table journal lets through: its lock puts all appends of a cluster in one
 * queue, from the statement that takes the offsets to the end of the commit. Publications arrive at random at 100 nodes. The
 * rate rises by a tenth at a time until the slowest hundredth waits longer than half a second; the rate before that is printed.
 *
 * <pre>java src/docs/scale/CommitLock.java</pre>
 */
public class CommitLock {

    private static final long SEED = 42;
    private static final int NODES = 100;
    private static final double SECONDS = 20;
    private static final double STEP = 1.1;
    private static final double SLOWEST_MILLIS = 500;

    // What the model assumes, in milliseconds; nothing of it is measured.
    private static final double STATEMENT = 0.1;        // the database's time for one statement
    private static final double ROW = 0.02;             // for each publication beside the first
    private static final double HANDOVER = 0.05;        // from one waiting session to the next
    private static final double FLUSH_LEAST = 0.4;      // the log on its disk
    private static final double FLUSH_MORE = 0.4;       // on average, beyond the least

    /** @param trips round trips between node and database while the lock is held */
    private record Append(String title, int trips, int statements) {
    }

    /**
     * @param rtt     milliseconds from a node to the database and back
     * @param standby milliseconds that a commit waits for a standby
     */
    private record Place(String title, double rtt, double standby) {
    }

    /** @param group publications of one node in one transaction, at most */
    private record Variant(Append append, Place place, int group, int partitions) {
    }

    private record Result(double rate, double transactions, double busy, double median, double slowest) {
    }

    public static void main(String[] arguments) {
        // Between the row's UPDATE and the COMMIT: the rest of the UPDATE's trip, SELECT, INSERT, half of the COMMIT's.
        var asBuilt = new Append("3 statements, COMMIT", 3, 3);
        var single = new Append("1 statement, COMMIT", 1, 1);
        var joined = new Append("1 statement with its COMMIT", 0, 1);
        var near = new Place("same zone", 0.3, 0);
        var safe = new Place("standby in another zone", 0.3, 1.5);
        var far = new Place("nodes in another zone too", 1.5, 1.5);
        System.out.println("| under the lock | database | most in one transaction | partitions | publications/s | transactions/s | lock held | p50 ms | p99 ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (var variant : List.of(
                new Variant(asBuilt, near, 1, 1), new Variant(asBuilt, safe, 1, 1), new Variant(asBuilt, far, 1, 1),
                new Variant(asBuilt, safe, 4, 1), new Variant(asBuilt, safe, 50, 1),
                new Variant(single, safe, 1, 1), new Variant(single, safe, 50, 1), new Variant(joined, safe, 1, 1),
                new Variant(joined, safe, 50, 1), new Variant(asBuilt, safe, 1, 8), new Variant(joined, safe, 50, 8))) {
            print(variant, capacity(variant));
        }
    }

    private static Result capacity(Variant variant) {
        Result best = null;
        double rate = 20;
        for (var result = run(variant, rate); result.slowest() <= SLOWEST_MILLIS; result = run(variant, rate)) {
            best = result;
            rate *= STEP;
        }
        return best;
    }

    /** All partitions carry the same share, so one of them is looked at. */
    private static Result run(Variant variant, double rate) {
        var random = new SplittableRandom(SEED);
        double perMilli = rate / variant.partitions() / 1_000;
        List<ArrayDeque<Double>> waiting = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            waiting.add(new ArrayDeque<>());
        }
        // A node stands in the queue for the lock once for each group; one that does not group, once for each publication.
        var queue = new ArrayDeque<Integer>();
        var standing = new boolean[NODES];
        List<Double> latencies = new ArrayList<>();
        double nextArrival = exponential(random, 1 / perMilli);
        double free = 0;
        double held = 0;
        int transactions = 0;
        while (nextArrival < SECONDS * 1_000 || !queue.isEmpty()) {
            boolean arrives = nextArrival < SECONDS * 1_000 && (queue.isEmpty() || nextArrival <= free);
            if (arrives) {
                int node = random.nextInt(NODES);
                waiting.get(node).add(nextArrival);
                if (variant.group() == 1 || !standing[node]) {
                    queue.add(node);
                    standing[node] = true;
                    free = Math.max(free, nextArrival);
                }
                nextArrival += exponential(random, 1 / perMilli);
                continue;
            }
            int node = queue.remove();
            int size = Math.min(variant.group(), waiting.get(node).size());
            double hold = HANDOVER + variant.append().trips() * variant.place().rtt() + variant.append().statements() * STATEMENT
                    + (size - 1) * ROW + FLUSH_LEAST + exponential(random, FLUSH_MORE) + variant.place().standby();
            free += hold;
            held += hold;
            transactions++;
            for (int i = 0; i < size; i++) {
                latencies.add(free - waiting.get(node).remove());
            }
            standing[node] = variant.group() > 1 && !waiting.get(node).isEmpty();
            if (standing[node]) {
                queue.add(node);
            }
        }
        Collections.sort(latencies);
        double through = latencies.size() / Math.max(free, 1) * 1_000 * variant.partitions();
        return new Result(through, transactions / Math.max(free, 1) * 1_000 * variant.partitions(), held / free,
                latencies.get(latencies.size() / 2), latencies.get(latencies.size() * 99 / 100));
    }

    private static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static void print(Variant variant, Result result) {
        System.out.printf(Locale.ROOT, "| %s | %s | %d | %d | %,.0f | %,.0f | %.0f %% | %.0f | %.0f |%n", variant.append().title(), variant.place().title(),
                variant.group(), variant.partitions(), result.rate(), result.transactions(), 100 * result.busy(), result.median(), result.slowest());
    }
}
