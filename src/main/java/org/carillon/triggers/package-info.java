/**
 * When tasks fire: pure functions on nominal times, with their JSON and their text in plain English. Imports no room.
 *
 * <p>Decision: the nominal time decides and nothing else. What a trigger cannot know, its caller gives it: the end of the last
 * run, the number of fires so far. The container's own {@code Trigger} and {@code CronTrigger} count from the end of the last
 * run, so they drift, fire twice when a run is early, and lose what is due while a run lasts.
 *
 * <p>Decision: cron is read here and not by a library, for each of those looked at would have given something up.
 * Quartz refuses a day of month together with a day of week, {@code L} in a list, and more than one {@code #}; it brings a
 * scheduler along. Spring's has the syntax, but leaves out what falls into a gap, and is part of a framework. cron-utils
 * does not read {@code FRI#L}, and its errors have no position. {@code CronTrigger} knows no {@code W}, {@code LW},
 * {@code L-3} and no step of a range. None of them lets the user choose what daylight saving does. A parser of two hundred
 * lines is the smaller part; finding the next time in a zone is the harder one, and that is what the choice is about.
 *
 * <p>Decision: {@code CronTrigger}'s syntax is kept, what it means is kept, and more is allowed. Not kept are its slips:
 * {@code 5#2} (there: each Friday), {@code FRI#6} (there: the last), {@code 0-7} (there: Sunday only), a sign before a number, a
 * comma at the end, and a name as a step.
 */
package org.carillon.triggers;
