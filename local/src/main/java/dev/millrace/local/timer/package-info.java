/** Work at a later time. */
@NullMarked
package dev.millrace.local.timer;

import org.jspecify.annotations.NullMarked;
