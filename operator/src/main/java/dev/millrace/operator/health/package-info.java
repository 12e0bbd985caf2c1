/** What the kubelet and Prometheus ask the operator's process. */
@NullMarked
package dev.millrace.operator.health;

import org.jspecify.annotations.NullMarked;
