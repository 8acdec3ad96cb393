package org.carillon.broadcast;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.carillon.broadcast.SlowClients.Policy;
import org.carillon.journal.Journal;
import org.carillon.journal.Page;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.carillon.journal.Recent;

/**
 * One turn of each subscription that is catching up. Whatever the newest publications in memory can answer comes from there;
 * the others are asked for together, so that what a storm of returning clients costs the database depends on how far back they
 * go and not on how many they are. For one thread, once.
 */
final class Round {

    /** Publications for one subscription in one turn: what the queue has room for by default. */
    private static final int TURN = 256;

    /** Publications in one look into the database; 8 MiB of the largest. */
    static final int PAGE = 128;

    /** Channels in one look into the database: far below the parameters that a statement may have. */
    static final int MAX_CHANNELS = 1_000;

    private final Journal journal;
    private final Recent recent;
    private final LongAdder reads;
    private final Map<Publication, Encoded> encoded = new IdentityHashMap<>();
    private final Set<Subscription> unfinished;
    private final List<Subscription> again = new ArrayList<>();
    private boolean asked;

    Round(Journal journal, Recent recent, LongAdder reads, Collection<Subscription> turn) {
        this.journal = journal;
        this.recent = recent;
        this.reads = reads;
        this.unfinished = new LinkedHashSet<>(turn);
    }

    /** Who wants another turn: after {@link #run}, or also before it has ended by an exception. */
    List<Subscription> left() {
        var left = new ArrayList<>(again);
        left.addAll(unfinished);
        return left;
    }

    /** @throws RuntimeException if the database is away; who needs it is {@link #left} over, the others have had their turn */
    void run() {
        unfinished.removeIf(subscription -> !subscription.isCatchingUp());
        List.copyOf(unfinished).forEach(subscription -> guard(subscription, this::fromMemory));
        together(unfinished.stream().filter(each -> each.position() == null).toList(), this::begin);
        together(unfinished.stream().filter(Subscription::owesLast).toList(), this::last);
        // Who has begun by now may need no page.
        List.copyOf(unfinished).forEach(subscription -> guard(subscription, this::fromMemory));
        pages();
    }

    /** Whether the database was needed. */
    boolean hasAsked() {
        return asked;
    }

    private void ask() {
        asked = true;
        reads.increment();
    }

    private void fromMemory(Subscription subscription) {
        if (subscription.position() == null) {
            beginFromMemory(subscription);
        }
        if (subscription.position() != null && subscription.owesLast()) {
            recent.lastOfEach(subscription.channels()).ifPresent(last -> sendLast(subscription, last));
        }
        if (subscription.position() != null && !subscription.owesLast()) {
            var channels = subscription.lookAgain();
            recent.after(subscription.position(), channels, TURN)
                    .ifPresent(look -> replay(subscription, look.found(), look.reached(), look.isAll()));
        }
    }

    private void beginFromMemory(Subscription subscription) {
        var seen = subscription.seen();
        if (seen.isPresent() && recent.reaches(seen.get())) {
            subscription.resumeAt(seen.get());
        } else if (subscription.isNew()) {
            recent.end().ifPresent(subscription::startAt);
        }
    }

    private void begin(List<Subscription> group, Set<String> channels) {
        ask();
        var standing = journal.standing(channels);
        for (var subscription : group) {
            var seen = subscription.seen().filter(position -> standing.resumable(position, subscription.channels()));
            guard(subscription, begun -> seen.ifPresentOrElse(begun::resumeAt, () -> begun.startAt(standing.head())));
        }
    }

    private void last(List<Subscription> group, Set<String> channels) {
        ask();
        var last = journal.lastOfEach(channels);
        for (var subscription : group) {
            var own = subscription.channels();
            var heard = last.stream().filter(publication -> own.contains(publication.channel())).toList();
            guard(subscription, each -> sendLast(each, heard));
        }
    }

    private void sendLast(Subscription subscription, List<Publication> last) {
        if (!subscription.sendLast(last, this::encoded)) {
            // The queue is full; the next turn is when it is empty.
            unfinished.remove(subscription);
        }
    }

    /** From the one that is farthest back on, until each has had its turn. */
    private void pages() {
        var waiting = unfinished.stream().filter(each -> each.position() != null && !each.owesLast())
                .sorted(Comparator.comparing(each -> each.position().offset())).toList();
        together(waiting, (group, channels) -> {
            var left = group;
            while (!left.isEmpty()) {
                left = page(left, channels);
            }
        });
    }

    /** Returns who is further on than this page. */
    private List<Subscription> page(List<Subscription> group, Set<String> channels) {
        var own = new LinkedHashMap<Subscription, Set<String>>();
        group.forEach(subscription -> own.put(subscription, subscription.lookAgain()));
        ask();
        long from = group.get(0).position().offset();
        var page = journal.page(from, channels, PAGE);
        var later = new ArrayList<Subscription>();
        own.forEach((subscription, heard) -> {
            if (!page.standing().resumable(subscription.position(), heard)) {
                guard(subscription, lost -> lost.startAt(page.standing().head()));
                goOn(subscription, true);
            } else if (page.isAll() || subscription.position().offset() < page.reached(from)) {
                guard(subscription, each -> takePage(each, heard, page));
            } else {
                later.add(subscription);
            }
        });
        return later;
    }

    private void takePage(Subscription subscription, Set<String> heard, Page page) {
        var position = subscription.position();
        var missed = page.found().stream().filter(publication -> publication.offset() > position.offset() && heard.contains(publication.channel())).toList();
        replay(subscription, missed, position.at(page.reached(position.offset())), page.isAll());
    }

    private void replay(Subscription subscription, List<Publication> missed, Position reached, boolean isAll) {
        if (subscription.hasJoined()) {
            goOn(subscription, true);
        } else {
            boolean room = subscription.replay(missed, reached, this::encoded);
            goOn(subscription, room && !(isAll && subscription.becomeLive()));
        }
    }

    private void goOn(Subscription subscription, boolean anotherTurn) {
        unfinished.remove(subscription);
        if (anotherTurn) {
            again.add(subscription);
        }
    }

    /** One session in an unforeseen state is closed, and costs the others nothing. */
    private void guard(Subscription subscription, Consumer<Subscription> step) {
        subscription.session().guard(() -> step.accept(subscription));
        if (!subscription.isCatchingUp()) {
            unfinished.remove(subscription);
        }
    }

    /** Splits into groups whose channels fit into one look. */
    private static void together(List<Subscription> all, BiConsumer<List<Subscription>, Set<String>> step) {
        var group = new ArrayList<Subscription>();
        var channels = new HashSet<String>();
        for (var subscription : all) {
            var own = subscription.channels();
            if (!group.isEmpty() && channels.size() + own.size() > MAX_CHANNELS) {
                step.accept(List.copyOf(group), Set.copyOf(channels));
                group.clear();
                channels.clear();
            }
            group.add(subscription);
            channels.addAll(own);
        }
        if (!group.isEmpty()) {
            step.accept(group, channels);
        }
    }

    private Encoded encoded(Publication publication) {
        // Nothing replayed is ever dropped: what has no room waits in the journal.
        return encoded.computeIfAbsent(publication, missed -> new Encoded(missed, Policy.DISCONNECT));
    }
}
