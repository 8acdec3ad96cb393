/**
 * JSON-P as all rooms use it.
 *
 * <p>Decision: the provider is looked up once, because the platform's own entry point does so at every call. What users' code hands over is
 * written by {@link org.carillon.json.BoundedWriter}, so that its size costs nobody anything before it is refused. May be used by all
 * rooms; imports none.
 */
package org.carillon.json;
