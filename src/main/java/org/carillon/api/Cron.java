package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Fires when a calendar says so. Day of month and day of week must both match. */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Cron {

    /** 5 fields, 6 with seconds first, or a macro such as {@code @daily}: what {@code CronTrigger} accepts, and {@code W}, {@code LW}, {@code L-n}. */
    String value();

    /** IANA id of the time zone; UTC, because a server's own zone is an accident. */
    String zone() default "UTC";
}
