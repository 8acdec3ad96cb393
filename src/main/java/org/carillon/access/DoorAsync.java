package org.carillon.access;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** The container's asynchronous mode of a request, but for its end. */
final class DoorAsync implements AsyncContext {

    private final AsyncContext context;
    private final Runnable end;
    private final PayaraRequest request;

    DoorAsync(AsyncContext context, PayaraRequest request, Runnable end) {
        this.context = context;
        this.request = request;
        this.end = end;
    }

    void cut() throws ReflectiveOperationException {
        request.cut();
    }

    @Override
    public void complete() {
        end.run();
    }

    @Override
    public ServletRequest getRequest() {
        return context.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext servlets, String path) {
        context.dispatch(servlets, path);
    }

    @Override
    public void start(Runnable step) {
        context.start(step);
    }

    @Override
    public void addListener(AsyncListener listener) {
        context.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        context.addListener(listener, request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public void setTimeout(long millis) {
        context.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }
}
