package org.carillon.tasks;

import org.carillon.api.BackgroundTask;

/** A task of this deployment. Immutable. */
record TaskDefinition(String id, Trigger trigger, BackgroundTask handler) {
}
