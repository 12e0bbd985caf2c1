package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.Limits;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.OptionalLong;

/** What an execution's objects are called: {@code PIPELINE-N-data} and {@code PIPELINE-N-train}. */
final class Names {
    private static final String DATA = "-data";
    private static final String TRAIN = "-train";
    private static final int LONGEST_NUMBER = 18;

    private Names() {}

    static String dataset(HasMetadata pipeline, long execution) {
        return of(pipeline, execution, DATA);
    }

    static String run(HasMetadata pipeline, long execution) {
        return of(pipeline, execution, TRAIN);
    }

    /** Whether an execution's objects can be called so. */
    static boolean fit(HasMetadata pipeline, long execution) {
        return run(pipeline, execution).length() <= Limits.NAME;
    }

    /** The execution that an object's name tells of; empty for a name that is none of ours. */
    static OptionalLong execution(HasMetadata pipeline, HasMetadata object) {
        String prefix = pipeline.getMetadata().getName() + "-";
        String name = object.getMetadata().getName();
        if (!name.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        String rest = name.substring(prefix.length());
        String suffix = rest.endsWith(DATA) ? DATA : TRAIN;
        if (!rest.endsWith(suffix)) {
            return OptionalLong.empty();
        }
        String number = rest.substring(0, rest.length() - suffix.length());
        return number.matches("[1-9][0-9]*") && number.length() <= LONGEST_NUMBER
                ? OptionalLong.of(Long.parseLong(number))
                : OptionalLong.empty();
    }

    private static String of(HasMetadata pipeline, long execution, String suffix) {
        return pipeline.getMetadata().getName() + "-" + execution + suffix;
    }
}
