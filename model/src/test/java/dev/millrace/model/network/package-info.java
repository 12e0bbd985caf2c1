@NullMarked
package dev.millrace.model.network;

import org.jspecify.annotations.NullMarked;
