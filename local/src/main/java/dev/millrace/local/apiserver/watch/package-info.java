/** What changed, told to those who watch. */
@NullMarked
package dev.millrace.local.apiserver.watch;

import org.jspecify.annotations.NullMarked;
