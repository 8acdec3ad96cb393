/**
 * What can be known of a running node: counters, the health interface that rooms implement, and the two small endpoints
 * that show them.
 *
 * <p>Decision: own endpoints in the standard formats, because MicroProfile Health and Metrics reach an application on one
 * of the two servers only. May be used by all rooms; imports none.
 */
package org.carillon.monitoring;
