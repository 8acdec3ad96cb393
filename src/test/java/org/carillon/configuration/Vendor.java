package org.carillon.configuration;

/** The databases that the project runs on: what has SQL is tested on each. */
public enum Vendor {
    H2, POSTGRESQL
}
