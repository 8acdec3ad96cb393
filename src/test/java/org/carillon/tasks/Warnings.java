package org.carillon.tasks;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs as a warning, while this is open. */
final class Warnings extends Handler implements AutoCloseable {

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final Logger logger;

    Warnings(Class<?> logging) {
        logger = Logger.getLogger(logging.getName());
        logger.addHandler(this);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel() == Level.WARNING) {
            texts.add(MessageFormat.format(logged.getMessage(), logged.getParameters()));
        }
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
