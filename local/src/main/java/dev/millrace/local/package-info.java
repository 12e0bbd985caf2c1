/** An embedded Kubernetes for laptops and tests: API server, controllers, and a node that runs pods as processes. */
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
