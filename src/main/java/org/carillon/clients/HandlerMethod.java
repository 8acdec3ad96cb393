package org.carillon.clients;

import jakarta.json.JsonValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.Ack;
import org.carillon.api.Arguments;
import org.carillon.api.Client;
import org.carillon.configuration.InvalidSetting;

/** A user's method that handles something, with what each of its parameters takes. Immutable. */
final class HandlerMethod {

    /** What one parameter takes of a call. */
    @FunctionalInterface
    private interface Source {
        Object of(Call call);
    }

    /** One call. */
    record Call(Client client, Arguments arguments, Ack ack, String reason) {
    }

    private final Object bean;
    private final Method method;
    private final List<Source> sources = new ArrayList<>();
    private boolean takesAck;

    private HandlerMethod(Object bean, Method method) {
        this.bean = bean;
        this.method = method;
    }

    /** @throws InvalidSetting if the method has a parameter that no event can fill */
    static HandlerMethod ofEvent(Object bean, Method method) {
        var handler = new HandlerMethod(bean, method);
        int position = 0;
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == Client.class) {
                handler.sources.add(Call::client);
            } else if (parameter.getType() == Ack.class) {
                handler.takesAck = true;
                handler.sources.add(Call::ack);
            } else if (parameter.getType() == Arguments.class) {
                handler.sources.add(Call::arguments);
            } else {
                handler.sources.add(handler.argument(parameter, position++));
            }
        }
        if (handler.takesAck && method.getReturnType() != void.class) {
            throw handler.wrong("a method that takes an Ack or returns the acknowledgement, not both");
        }
        return handler.checked();
    }

    /** @param withReason whether a parameter may take the reason; @throws InvalidSetting if the method takes or returns something else */
    static HandlerMethod ofClient(Object bean, Method method, boolean withReason) {
        var handler = new HandlerMethod(bean, method);
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == Client.class) {
                handler.sources.add(Call::client);
            } else if (withReason && parameter.getType() == String.class) {
                handler.sources.add(Call::reason);
            } else {
                throw handler.wrong("parameters of type Client" + (withReason ? " and String" : ""));
            }
        }
        if (method.getReturnType() != void.class) {
            throw handler.wrong("a method that returns nothing");
        }
        return handler.checked();
    }

    boolean takesAck() {
        return takesAck;
    }

    boolean returnsSomething() {
        return method.getReturnType() != void.class;
    }

    /**
     * Binds the arguments and calls.
     *
     * @throws InvalidArgument before the method is called, if a value is not what its parameter takes
     * @throws Throwable whatever the method throws
     */
    Object call(Call call) throws Throwable {
        var values = new ArrayList<>(sources.size());
        for (Source source : sources) {
            values.add(source.of(call));
        }
        try {
            return method.invoke(bean, values.toArray());
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    private Source argument(Parameter parameter, int position) {
        try {
            var binder = Binder.of(parameter.getParameterizedType());
            var where = "Argument " + (position + 1);
            return call -> {
                var values = call.arguments().values();
                JsonValue value = position < values.size() ? values.get(position) : null;
                return binder.bind(value, call.arguments().attachments(), where);
            };
        } catch (IllegalArgumentException unbound) {
            throw wrong("parameters that an event can fill, not " + unbound.getMessage());
        }
    }

    private HandlerMethod checked() {
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            throw wrong("a public method that is not static");
        }
        method.setAccessible(true);
        return this;
    }

    private InvalidSetting wrong(String allowed) {
        return new InvalidSetting("event handler", toString(), allowed, null);
    }
}
