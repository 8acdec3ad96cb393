/**
 * Who may come in, how many, and what JSON they may bring.
 *
 * <p>Decision: decided in one servlet filter before the upgrade, for all doors; same origin only unless the operator lists
 * others. The doors and {@code broadcast} use it. Knows no other room.
 */
package org.carillon.access;
