package dev.millrace.local.conformance.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of what a Kubernetes does. They may have a {@link Scratch}, {@link Gadgets} and a {@link Kubectl} as parameters of their constructor. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ScratchExtension.class)
public @interface Conformance {}
