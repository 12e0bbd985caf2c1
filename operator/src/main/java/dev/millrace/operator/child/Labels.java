package dev.millrace.operator.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labels of all that the operator makes. Their values are names: digests are too long for labels. */
public final class Labels {
    public static final String NAME = "app.kubernetes.io/name";
    public static final String INSTANCE = "app.kubernetes.io/instance";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String PART_OF = "app.kubernetes.io/part-of";
    public static final String MILLRACE = "millrace";

    public static final String PIPELINE = "millrace.dev/pipeline";
    public static final String EXECUTION = "millrace.dev/execution";
    public static final String DATASET = "millrace.dev/dataset";
    public static final String TRAINING_RUN = "millrace.dev/training-run";
    public static final String DEPLOYMENT = "millrace.dev/deployment";
    public static final String REVISION = "millrace.dev/revision";

    private static final List<String> INHERITED = List.of(PIPELINE, EXECUTION);

    private Labels() {}

    /**
     * The labels of an owner's child: the recommended four, the pipeline and execution that the owner carries, and further ones.
     *
     * @param further such as {@link #DATASET} and its value
     */
    public static Map<String, String> of(Component component, HasMetadata owner, Map<String, String> further) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(NAME, component.wireName());
        labels.put(INSTANCE, owner.getMetadata().getName());
        labels.put(MANAGED_BY, MILLRACE);
        labels.put(PART_OF, MILLRACE);
        Map<String, String> carried = owner.getMetadata().getLabels();
        if (carried != null) {
            for (String label : INHERITED) {
                String value = carried.get(label);
                if (value != null) {
                    labels.put(label, value);
                }
            }
        }
        labels.putAll(further);
        return labels;
    }
}
