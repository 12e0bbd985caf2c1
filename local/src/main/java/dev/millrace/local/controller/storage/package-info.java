/** Claims and the folders that they are bound to. */
@NullMarked
package dev.millrace.local.controller.storage;

import org.jspecify.annotations.NullMarked;
