/** Objects and their revisions: in memory, and in one journal on disk. */
@NullMarked
package dev.millrace.local.apiserver.storage;

import org.jspecify.annotations.NullMarked;
