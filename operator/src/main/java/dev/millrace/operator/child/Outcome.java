package dev.millrace.operator.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Function;

/** What came of creating or applying a child. */
public sealed interface Outcome<T extends HasMetadata> {
    /** What to do in each case. */
    <R> R match(Function<T, R> present, Function<NameTaken<T>, R> taken);

    /** Goes on from a child that is there to the next one, perhaps of another kind. */
    default <N extends HasMetadata> Outcome<N> then(Function<T, Outcome<N>> next) {
        return match(next, taken -> new NameTaken<>(taken.kind(), taken.name()));
    }

    /** The child is there, as the API server has it now. */
    record Present<T extends HasMetadata>(T object) implements Outcome<T> {
        @Override
        public <R> R match(Function<T, R> present, Function<NameTaken<T>, R> taken) {
            return present.apply(object);
        }
    }

    /** An object of that name is not ours; it was not touched. */
    record NameTaken<T extends HasMetadata>(String kind, String name) implements Outcome<T> {
        @Override
        public <R> R match(Function<T, R> present, Function<NameTaken<T>, R> taken) {
            return taken.apply(this);
        }

        /** One sentence with the way out. */
        public String message() {
            return kind + " '" + name
                    + "' exists and was not made by this resource: delete or rename it, or use another name here";
        }
    }
}
