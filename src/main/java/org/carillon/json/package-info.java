/**
 * JSON-P as all rooms use it.
 *
 * <p>Decision: the provider is looked up once, because the platform's own entry point does so at every call. May be used by all
 * rooms; imports none.
 */
package org.carillon.json;
