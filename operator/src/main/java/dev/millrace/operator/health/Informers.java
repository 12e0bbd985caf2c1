package dev.millrace.operator.health;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** The state of an operator's caches. */
public final class Informers {
    private final Operator operator;

    public Informers(Operator operator) {
        this.operator = operator;
    }

    /** Those that have ended for good: only a restart of the process brings them back. */
    public List<String> stopped() {
        return find(informer -> informer.hasSynced() && !informer.isRunning(), "has stopped");
    }

    /** Those that are cut off from the API server, or still fill their cache. */
    public List<String> notWatching() {
        return find(informer -> !informer.hasSynced() || !informer.isWatching(), "does not watch the API server");
    }

    private List<String> find(Predicate<InformerHealthIndicator> wanted, String complaint) {
        List<String> found = new ArrayList<>();
        for (RegisteredController<?> controller : operator.getRuntimeInfo().getRegisteredControllers()) {
            var sources = controller.getControllerHealthInfo().informerEventSourceHealthIndicators();
            sources.forEach((source, indicator) -> indicators(indicator).stream()
                    .filter(wanted)
                    .forEach(informer -> found.add("informer " + source + " of controller "
                            + controller.getConfiguration().getName() + " " + complaint)));
        }
        return found;
    }

    /** The SDK's method returns raw types. */
    private static Collection<InformerHealthIndicator> indicators(
            InformerWrappingEventSourceHealthIndicator<?> source) {
        return source.informerHealthIndicators().values();
    }
}
