package dev.millrace.local.controller.deployment;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import org.jspecify.annotations.Nullable;

/**
 * How far a Deployment may go beyond and below the pods that it wants while it goes from one revision to the next.
 *
 * @param wanted pods
 * @param surge pods more, at most
 * @param unavailable pods less, at most
 */
record Rolling(int wanted, int surge, int unavailable) {
    private static final IntOrString QUARTER = new IntOrString("25%");

    static Rolling of(Deployment deployment) {
        int wanted = deployment.getSpec().getReplicas() == null
                ? 1
                : deployment.getSpec().getReplicas();
        if (recreates(deployment)) {
            return new Rolling(wanted, 0, wanted);
        }
        RollingUpdateDeployment update = deployment.getSpec().getStrategy() == null
                ? null
                : deployment.getSpec().getStrategy().getRollingUpdate();
        int surge = number(update == null ? null : update.getMaxSurge(), wanted, true);
        int unavailable = number(update == null ? null : update.getMaxUnavailable(), wanted, false);
        // Both zero, and it could never begin.
        return new Rolling(wanted, surge, surge == 0 && unavailable == 0 ? 1 : Math.min(unavailable, wanted));
    }

    /** Whether all old pods end before the first new one begins. */
    static boolean recreates(Deployment deployment) {
        return deployment.getSpec().getStrategy() != null
                && "Recreate".equals(deployment.getSpec().getStrategy().getType());
    }

    private static int number(@Nullable IntOrString given, int of, boolean up) {
        IntOrString value = given == null ? QUARTER : given;
        if (value.getStrVal() == null) {
            return value.getIntVal();
        }
        double share = Integer.parseInt(value.getStrVal().replace("%", "")) / 100.0 * of;
        return (int) (up ? Math.ceil(share) : Math.floor(share));
    }

    /** The most pods at any time. */
    int most() {
        return wanted + surge;
    }

    /** The fewest that answer at any time. */
    int fewest() {
        return wanted - unavailable;
    }
}
