package org.carillon.clients;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.carillon.api.Announcement;
import org.carillon.api.Audience;
import org.carillon.api.Publisher;
import org.carillon.api.Rooms;

/** Emits to rooms by way of the journal. Immutable. */
@Singleton
class JournalRooms implements Rooms {

    private final Publisher publisher;
    private final String namespace;

    @Inject
    JournalRooms(Publisher publisher) {
        this(publisher, RoomNames.DEFAULT_NAMESPACE);
    }

    private JournalRooms(Publisher publisher, String namespace) {
        this.publisher = publisher;
        this.namespace = namespace;
    }

    @Override
    public Rooms of(String other) {
        if (!RoomNames.isNamespace(other)) {
            throw new IllegalArgumentException("'" + other + "' is no namespace: it begins with a slash and has no comma.");
        }
        return new JournalRooms(publisher, other);
    }

    @Override
    public Audience everyone() {
        return new Listeners(publisher, namespace, Set.of(), Set.of(), How.RECORDED);
    }

    @Override
    public Audience to(String... rooms) {
        return everyone().to(rooms);
    }

    private enum How { RECORDED, LOCAL, VOLATILE }

    /** @param rooms channels; empty for everybody */
    private record Listeners(Publisher publisher, String namespace, Set<String> rooms, Set<String> except, How how) implements Audience {

        @Override
        public Audience to(String... names) {
            return new Listeners(publisher, namespace, with(rooms, names), except, how);
        }

        @Override
        public Audience except(String... names) {
            return new Listeners(publisher, namespace, rooms, with(except, names), how);
        }

        @Override
        public Audience local() {
            return new Listeners(publisher, namespace, rooms, except, How.LOCAL);
        }

        @Override
        public Audience ofTheMoment() {
            return new Listeners(publisher, namespace, rooms, except, How.VOLATILE);
        }

        @Override
        public void emit(String event, Object data) {
            var announcements = announcements(event, ArgumentWriter.json(data));
            switch (how) {
                case RECORDED -> publisher.publish(announcements);
                case LOCAL -> announcements.forEach(publisher::tell);
                case VOLATILE -> announcements.forEach(publisher::tellVolatile);
            }
        }

        /** One a room, each without those who heard an earlier one. */
        private List<Announcement> announcements(String event, JsonValue data) {
            var announcements = new ArrayList<Announcement>();
            var heard = new LinkedHashSet<>(except);
            for (String channel : rooms.isEmpty() ? Set.of(RoomNames.everyone(namespace)) : rooms) {
                if (!except.contains(channel)) {
                    announcements.add(new Announcement(channel, event, data, heard));
                    heard.add(channel);
                }
            }
            return announcements;
        }

        private Set<String> with(Set<String> before, String... names) {
            var all = new LinkedHashSet<>(before);
            Arrays.stream(names).map(name -> RoomNames.channel(namespace, name)).forEach(all::add);
            if (all.size() > MAX_ROOMS) {
                throw new IllegalArgumentException("An event names " + all.size() + " rooms; use at most " + MAX_ROOMS + ", or a room that all of them join.");
            }
            return all;
        }
    }
}
