package org.carillon.clients;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.carillon.api.Announcement;
import org.carillon.api.OnConnect;
import org.carillon.api.OnDisconnect;
import org.carillon.api.OnEvent;
import org.carillon.configuration.InvalidSetting;
import org.carillon.monitoring.Counters;

/**
 * Every method of this deployment's beans that handles something of clients', by namespace. Read after {@link #load}, by any
 * thread.
 */
@Singleton
public class HandlerCatalogue {

    /** Names that clients' libraries use for themselves; who listens to them waits for ever. */
    public static final Set<String> RESERVED = Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private final BeanManager beans;
    private final LongAdder failures;
    private volatile Map<String, Namespace> namespaces = Map.of();

    @Inject
    HandlerCatalogue(BeanManager beans, Counters counters) {
        this.beans = beans;
        this.failures = counters.counter("carillon_client_handler_failures_total", "Exceptions that handlers of clients' events threw");
    }

    /** @throws InvalidSetting if a handler's annotation or signature says something impossible */
    public void load() {
        var found = new HashMap<String, Namespace>();
        found.put(RoomNames.DEFAULT_NAMESPACE, new Namespace(RoomNames.DEFAULT_NAMESPACE, failures));
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            var type = bean.getBeanClass();
            // A producer's bean class is where the producer is, not what it makes.
            if (bean.getTypes().contains(type) && handlers(type).findAny().isPresent()) {
                add(found, type, beans.getReference(bean, type, beans.createCreationalContext(bean)));
            }
        }
        namespaces = Map.copyOf(found);
    }

    /** The handlers of the namespace that a client asks for; empty if there is no such namespace. */
    public Optional<Namespace> find(String name) {
        var exact = namespaces.get(name);
        if (exact != null && !isPattern(name)) {
            return Optional.of(exact);
        }
        return RoomNames.isNamespace(name)
                ? namespaces.values().stream().filter(namespace -> isPattern(namespace.spec()) && matches(namespace.spec(), name))
                        .max(Comparator.comparingInt(namespace -> namespace.spec().length()))
                : Optional.empty();
    }

    /** For tests: adds the handlers of one object. */
    void add(Object handler) {
        var found = new HashMap<>(namespaces);
        found.computeIfAbsent(RoomNames.DEFAULT_NAMESPACE, spec -> new Namespace(spec, failures));
        add(found, handler.getClass(), handler);
        namespaces = Map.copyOf(found);
    }

    private void add(Map<String, Namespace> found, Class<?> type, Object bean) {
        handlers(type).forEach(method -> {
            var event = method.getAnnotation(OnEvent.class);
            if (event != null) {
                once(namespace(found, method, event.namespace()).onEvent(eventName(method, event), HandlerMethod.ofEvent(bean, method)), method);
            }
            var connect = method.getAnnotation(OnConnect.class);
            if (connect != null) {
                once(namespace(found, method, connect.namespace()).onConnect(HandlerMethod.ofClient(bean, method, false)), method);
            }
            var disconnect = method.getAnnotation(OnDisconnect.class);
            if (disconnect != null) {
                once(namespace(found, method, disconnect.namespace()).onDisconnect(HandlerMethod.ofClient(bean, method, true)), method);
            }
        });
    }

    /** Also those that are not public, so that they are refused and not overlooked. */
    private static Stream<Method> handlers(Class<?> type) {
        return Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getDeclaredMethods())).distinct()
                .filter(method -> !method.isBridge() && (method.isAnnotationPresent(OnEvent.class) || method.isAnnotationPresent(OnConnect.class)
                        || method.isAnnotationPresent(OnDisconnect.class)));
    }

    private Namespace namespace(Map<String, Namespace> found, Method method, String spec) {
        boolean oneStar = spec.indexOf('*') == spec.lastIndexOf('*');
        if (!RoomNames.isNamespace(spec) || !oneStar) {
            throw new InvalidSetting("namespace of the event handler " + method, spec,
                    "a slash and up to " + (RoomNames.MAX_NAMESPACE - 1) + " characters without a comma, with at most one *", null);
        }
        return found.computeIfAbsent(spec, missing -> new Namespace(spec, failures));
    }

    private static String eventName(Method method, OnEvent event) {
        var name = event.value();
        if (name.isEmpty() || name.length() > Announcement.MAX_NAME || RESERVED.contains(name)) {
            throw new InvalidSetting("event of the event handler " + method, name,
                    "1 to " + Announcement.MAX_NAME + " characters, and none of " + RESERVED, null);
        }
        return name;
    }

    private static void once(boolean first, Method method) {
        if (!first) {
            throw new InvalidSetting("event handler", method.toString(), "one handler for each event, connection and disconnection of a namespace", null);
        }
    }

    private static boolean isPattern(String spec) {
        return spec.indexOf('*') >= 0;
    }

    private static boolean matches(String spec, String name) {
        int star = spec.indexOf('*');
        var begin = spec.substring(0, star);
        var end = spec.substring(star + 1);
        return name.length() > begin.length() + end.length() && name.startsWith(begin) && name.endsWith(end)
                && name.substring(begin.length(), name.length() - end.length()).indexOf('/') < 0;
    }
}
