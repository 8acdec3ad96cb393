package org.carillon.server;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs as a warning, while this is open. */
public final class Warnings extends Handler implements AutoCloseable {

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    /** Held, because a logger that nobody holds forgets its handlers. */
    private final Logger logger;

    public Warnings(Class<?> logging) {
        logger = Logger.getLogger(logging.getName());
        logger.addHandler(this);
    }

    public List<LogRecord> records() {
        return List.copyOf(records);
    }

    public List<String> texts() {
        return records.stream().map(logged -> MessageFormat.format(logged.getMessage(), logged.getParameters())).toList();
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel() == Level.WARNING) {
            records.add(logged);
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
