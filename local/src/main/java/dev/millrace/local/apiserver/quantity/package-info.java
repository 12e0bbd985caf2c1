/** Amounts of resources as Kubernetes writes them. */
@NullMarked
package dev.millrace.local.apiserver.quantity;

import org.jspecify.annotations.NullMarked;
