package org.carillon.broadcast;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/** Reaches what a container's classes keep to themselves. Has no state. */
final class Private {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Private() {
    }

    /** Follows fields from an object on, by name; each may be a superclass's. */
    static Object follow(Object from, String... fields) throws ReflectiveOperationException {
        Object at = from;
        for (String name : fields) {
            var field = field(at.getClass(), name);
            field.setAccessible(true);
            at = field.get(at);
            if (at == null) {
                throw new NoSuchFieldException(name + " of " + from.getClass().getName() + " is null");
            }
        }
        return at;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            try {
                return at.getDeclaredField(name);
            } catch (NoSuchFieldException inherited) {
                // It may be a superclass's.
                continue;
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }

    /** A public method of a public type, to be called with these types: {@code (receiver, arguments) → result}. */
    static MethodHandle method(Class<?> owner, String name, MethodType as, Class<?>... parameters) throws ReflectiveOperationException {
        return LOOKUP.unreflect(owner.getMethod(name, parameters)).asType(as);
    }

    /** The type of this name as the class loader of the other type knows it. */
    static Class<?> type(Class<?> near, String name) throws ClassNotFoundException {
        return Class.forName(name, false, near.getClassLoader());
    }
}
