/** HTTP/1.1 on Netty: connections, requests and answers, nothing of Kubernetes. */
@NullMarked
package dev.millrace.local.apiserver.http;

import org.jspecify.annotations.NullMarked;
