/** What a kubelet gives of running pods: logs, and connections to ports. */
@NullMarked
package dev.millrace.local.apiserver.stream;

import org.jspecify.annotations.NullMarked;
