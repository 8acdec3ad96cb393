package org.carillon.access;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reaches what a container's classes keep to themselves. Safe for use by several threads. */
public final class Private {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** As few as are named in these sources; to look for one anew costs more than the rest of a request. */
    private static final Map<Name, Field> FIELDS = new ConcurrentHashMap<>();

    private record Name(Class<?> type, String field) {
    }

    private Private() {
    }

    /** Follows fields from an object on, by name; each may be a superclass's. Null as soon as one is. */
    public static Object follow(Object from, String... fields) throws ReflectiveOperationException {
        Object at = from;
        for (int i = 0; at != null && i < fields.length; i++) {
            at = field(at.getClass(), fields[i]).get(at);
        }
        return at;
    }

    /** Sets a field, which may be a superclass's. */
    static void set(Object owner, String field, Object value) throws ReflectiveOperationException {
        field(owner.getClass(), field).set(owner, value);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        var known = FIELDS.get(new Name(type, name));
        return known == null ? find(type, name) : known;
    }

    private static Field find(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    FIELDS.put(new Name(type, name), field);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }

    /** An object of a container's interface, made in the interface's class loader: ours may not see it. */
    public static Object implement(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "Carillon's " + type.getSimpleName();
            default -> handler.invoke(proxy, method, arguments);
        });
    }

    /** A public method of a public type, to be called with these types: {@code (receiver, arguments) → result}. */
    public static MethodHandle method(Class<?> owner, String name, MethodType as, Class<?>... parameters) throws ReflectiveOperationException {
        return LOOKUP.unreflect(owner.getMethod(name, parameters)).asType(as);
    }

    /** The type of this name as the class loader of the other type knows it. */
    public static Class<?> type(Class<?> near, String name) throws ClassNotFoundException {
        return Class.forName(name, false, near.getClassLoader());
    }
}
