package dev.millrace.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/** Other writers of the same object, such as the scheduler: what they came before is read and written anew. */
public final class Conflicts {
    private Conflicts() {}

    /** The result of the first edit that nobody else came before. */
    public static <T> T retried(Supplier<T> edit) {
        while (true) {
            try {
                return edit.get();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
            }
        }
    }
}
