/** The scheduler: which pods the node takes, and what the others wait for. */
@NullMarked
package dev.millrace.local.controller.schedule;

import org.jspecify.annotations.NullMarked;
