/** Whom pods may call: the rules of their NetworkPolicies. */
@NullMarked
package dev.millrace.operator.network;

import org.jspecify.annotations.NullMarked;
