package org.carillon.trials;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.carillon.server.Await;
import org.carillon.server.Http;

/** The clients of a trial, and its account from the moment at which each of them has heard something. */
final class Audience implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final long periodMillis;
    private final Client.Ledger ledger = new Client.Ledger();
    private final List<Client> clients;
    private final long from;
    private long to;

    /** @param periodMillis of each of the cluster's tasks */
    Audience(Cluster cluster, int count, long periodMillis) {
        this.cluster = cluster;
        this.periodMillis = periodMillis;
        this.clients = IntStream.range(0, count).mapToObj(n -> new Client(ledger, () -> cluster.uri((n + ledger.returns.get()) % cluster.size()))).toList();
        Await.until("every client has heard something", SOON, () -> clients.stream().allMatch(client -> client.last() > 0));
        this.from = System.currentTimeMillis();
    }

    int returns() {
        return ledger.returns.get();
    }

    /** How many publications somebody has seen. */
    int known() {
        return ledger.data.size();
    }

    boolean hasAll(long head) {
        return clients.stream().allMatch(client -> client.last() >= head);
    }

    /** Ends the account so many milliseconds ago, when everything of that time is done, and waits until every client has all. */
    Audience end(long ago) {
        to = System.currentTimeMillis() - ago;
        long head = cluster.head();
        Await.until("every client has everything", SOON, () -> Cluster.UNPROTECTED || hasAll(head));
        return this;
    }

    /** What every trial has in common: nothing is doubled, and nothing is lost that is not accounted for. */
    Verdict verdict(String trial) throws IOException {
        var witness = cluster.witness();
        var audit = Http.get(cluster.uri(0).resolve("/api/audit")).body();
        return new Verdict(trial).figure("nodes", cluster.size()).figure("clients", clients.size()).figure("fires", witness.fires().size())
                .figure("skipped", cluster.skipped()).must("doubled first attempts", 0, witness.doubles())
                .must("holes", 0, witness.holes(periodMillis, from, to, cluster.accounted(periodMillis)).size()).figure("taken over", witness.retaken().size())
                .must("told twice", 0, cluster.toldTwice()).must("told amiss", 0, cluster.toldAmiss())
                .must("clients' complaints", 0, cluster.complaints(ledger)).figure("clients' returns", returns())
                .must("holes that the audit has found", 0, number(audit, "holes")).must("doubles that it has found", 0, number(audit, "doubles"))
                .figure("start lag", Witness.percentiles(witness.lateness(from, to)));
    }

    private static long number(String json, String name) {
        return Long.parseLong(json.replaceFirst("(?s).*\"" + name + "\":([0-9]+).*", "$1"));
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
    }
}
