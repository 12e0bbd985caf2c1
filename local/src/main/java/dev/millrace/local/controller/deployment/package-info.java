/** Deployments: from one ReplicaSet to the next. */
@NullMarked
package dev.millrace.local.controller.deployment;

import org.jspecify.annotations.NullMarked;
