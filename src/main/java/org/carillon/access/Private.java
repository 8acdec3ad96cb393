package org.carillon.access;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Reaches what a container's classes keep to themselves. Has no state. */
public final class Private {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

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
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            try {
                var field = at.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException inherited) {
                // It may be a superclass's.
                continue;
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
