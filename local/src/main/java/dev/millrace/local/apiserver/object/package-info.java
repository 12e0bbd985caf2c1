/** Objects are created, changed, read and deleted: what all kinds have in common. */
@NullMarked
package dev.millrace.local.apiserver.object;

import org.jspecify.annotations.NullMarked;
