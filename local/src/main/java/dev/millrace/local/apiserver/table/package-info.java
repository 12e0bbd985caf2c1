/** What kubectl get prints: the columns of each kind. */
@NullMarked
package dev.millrace.local.apiserver.table;

import org.jspecify.annotations.NullMarked;
