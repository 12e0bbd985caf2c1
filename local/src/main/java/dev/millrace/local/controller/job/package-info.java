/** Jobs: one pod after the other until one succeeds. */
@NullMarked
package dev.millrace.local.controller.job;

import org.jspecify.annotations.NullMarked;
