/**
 * One fire and what came of it: its claim, its states, the thread that works on it, what it says meanwhile, its record.
 *
 * <p>Decision: whoever holds a run's fence may change it, and each change names the fence in its SQL; nothing else keeps two
 * nodes apart. User code never runs inside a transaction, and no thread is interrupted inside one: H2 closes its file when a
 * thread is interrupted that writes to it. Knows nothing of schedules: {@code tasks} decides what runs.
 */
package org.carillon.runs;
