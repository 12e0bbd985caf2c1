@NullMarked
package dev.millrace.model.feature;

import org.jspecify.annotations.NullMarked;
