@NullMarked
package dev.millrace.model.bundle;

import org.jspecify.annotations.NullMarked;
