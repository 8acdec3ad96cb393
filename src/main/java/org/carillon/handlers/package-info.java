/** Built-in handlers. Decision: they use {@code api} alone, as a user's own would, so each is also an example. */
package org.carillon.handlers;
