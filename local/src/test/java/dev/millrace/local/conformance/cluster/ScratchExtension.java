package dev.millrace.local.conformance.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One cluster for all tests of a run, and a namespace of it for each class of tests. */
final class ScratchExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ScratchExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Scratch.class || type == Kubectl.class || type == Gadgets.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ClusterUnderTest cluster = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("cluster", key -> start(), ClusterUnderTest.class);
        ExtensionContext testClass = context;
        while (testClass.getTestMethod().isPresent()) {
            testClass = testClass.getParent().orElseThrow();
        }
        Scratch scratch = testClass
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("scratch", key -> Scratch.on(cluster), Scratch.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == Gadgets.class) {
            return testClass
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent("gadgets", key -> Gadgets.in(scratch), Gadgets.class);
        }
        return type == Kubectl.class ? cluster.kubectl(scratch.namespace()) : scratch;
    }

    private static ClusterUnderTest start() {
        try {
            return ClusterUnderTest.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
