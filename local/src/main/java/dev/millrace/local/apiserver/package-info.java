/** An API server of Kubernetes in this JVM: loopback only, for laptops and tests. It alone validates, stores, watches and deletes. */
@NullMarked
package dev.millrace.local.apiserver;

import org.jspecify.annotations.NullMarked;
