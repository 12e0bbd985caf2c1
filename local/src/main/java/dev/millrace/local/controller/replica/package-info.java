/** ReplicaSets: as many pods as wanted. */
@NullMarked
package dev.millrace.local.controller.replica;

import org.jspecify.annotations.NullMarked;
