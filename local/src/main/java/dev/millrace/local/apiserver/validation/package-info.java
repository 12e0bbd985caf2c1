/** Whether an object is what its schema says, in the words of Kubernetes. */
@NullMarked
package dev.millrace.local.apiserver.validation;

import org.jspecify.annotations.NullMarked;
