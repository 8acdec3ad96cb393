/**
 * The benchmark: what one server CPU-second delivers, on the real servers and beside its peers.
 *
 * <p>Decision: server, load and measurement are a process each, so that nothing is billed to the wrong one; peers that are
 * compared run alternately within one run, because only their ratio outlives the machine. How to run it and what each figure
 * means: {@code src/docs/benchmarks.md}.
 */
package org.carillon.bench;
