package org.carillon.bench;

import java.io.IOException;

/** A running peer. */
interface Server extends AutoCloseable {

    int port();

    /** The process that serves, and nothing else. */
    long pid();

    /** Begins to publish, numbered from 0. */
    void publish(Options options) throws IOException, InterruptedException;

    /** Ends publishing, and returns how many there were. */
    long stop() throws IOException, InterruptedException;

    /** Ends the process. */
    @Override
    void close();
}
