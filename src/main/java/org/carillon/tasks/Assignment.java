package org.carillon.tasks;

import org.carillon.runs.Claim;

/** A run that this node owns, and the task as it was when it was claimed. Immutable. */
record Assignment(Claim claim, TaskDefinition task) {
}
