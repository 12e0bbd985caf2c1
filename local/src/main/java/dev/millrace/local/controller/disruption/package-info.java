/** PodDisruptionBudgets: how many pods may go by choice. */
@NullMarked
package dev.millrace.local.controller.disruption;

import org.jspecify.annotations.NullMarked;
