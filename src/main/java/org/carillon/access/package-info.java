/**
 * Who may come in, who may administer, how many, and what JSON they may bring.
 *
 * <p>Decision: decided in one servlet filter before the upgrade, for all doors; same origin only unless the operator lists
 * others. Administration has a filter of its own and is closed until a token is set. Every room that hears the network uses it.
 * Knows no other room.
 */
package org.carillon.access;
