package dev.millrace.api.admission;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that are skipped, and say so, where the cluster of {@code KUBECONFIG} does not answer. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(NeedsApiServer.Condition.class)
@interface NeedsApiServer {
    /** Whether it answers. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (System.getenv("KUBECONFIG") == null) {
                return ConditionEvaluationResult.disabled("needs an API server: set KUBECONFIG");
            }
            try (KubernetesClient client = client()) {
                client.getKubernetesVersion();
                return ConditionEvaluationResult.enabled("the API server answers");
            } catch (KubernetesClientException e) {
                return ConditionEvaluationResult.disabled(
                        "needs an API server, and the one of KUBECONFIG does not answer: " + e.getMessage());
            }
        }

        /** For one question: it says what is wrong at once instead of trying again. */
        private static KubernetesClient client() {
            Config config = new ConfigBuilder(Config.autoConfigure(null))
                    .withRequestRetryBackoffLimit(0)
                    .build();
            return new KubernetesClientBuilder().withConfig(config).build();
        }
    }
}
