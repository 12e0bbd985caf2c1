/** Objects as protocol buffers: what kubectl creates itself, such as by kubectl create namespace, comes so. */
@NullMarked
package dev.millrace.local.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;
