/** What an administrator decides about the operator: read from flags and the environment, checked once, then immutable. */
@NullMarked
package dev.millrace.operator.configuration;

import org.jspecify.annotations.NullMarked;
