package dev.millrace.model.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.bundle.ModelManifest.File;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model came to be: an in-toto statement with a SLSA provenance predicate. It lies beside the model and is no part of it: several runs may come
 * to the same model, each with a statement of its own.
 *
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto Statement v1</a>
 * @see <a href="https://slsa.dev/spec/v1.0/provenance">SLSA Provenance v1</a>
 */
public record Provenance(
        @JsonProperty("_type") String type, List<Resource> subject, String predicateType, Predicate predicate) {
    private static final String STATEMENT = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://slsa.dev/provenance/v1";
    private static final String BUILD = "https://millrace.dev/training/v1";
    private static final String BUILDER = "https://millrace.dev/trainer/v1";

    public Provenance {
        subject = List.copyOf(subject);
    }

    /** A thing and its digest. */
    public record Resource(String name, Map<String, String> digest) {
        static Resource of(String name, Digest digest) {
            return new Resource(name, Map.of("sha256", digest.hex()));
        }
    }

    /** SLSA's predicate. */
    public record Predicate(BuildDefinition buildDefinition, RunDetails runDetails) {}

    /**
     * What went in.
     *
     * @param externalParameters what the spec says: the plan
     * @param internalParameters where it ran
     */
    public record BuildDefinition(
            String buildType,
            Map<String, TrainPlan> externalParameters,
            Environment internalParameters,
            List<Resource> resolvedDependencies) {}

    /**
     * What the bits of the weights hang on beside the plan.
     *
     * @param engine name and version of the arithmetic
     * @param threads of it
     * @param seed of initialisation, shuffling and dropout
     * @param codeRevision commit that the trainer was built from; null if its image does not tell
     * @param java version of the run time
     * @param processor architecture and instruction sets
     */
    public record Environment(
            String engine,
            int threads,
            long seed,
            @Nullable String codeRevision,
            String java,
            List<String> processor) {}

    /** Who ran it, and when. */
    public record RunDetails(Builder builder, Metadata metadata) {}

    /** The program that trained, with its versions. */
    public record Builder(String id, Map<String, String> version) {}

    /** The step's key and times. */
    public record Metadata(String invocationId, String startedOn, String finishedOn) {}

    /** When the process began and ended its work. */
    public record Period(Instant started, Instant finished) {}

    /** The statement of one run. */
    public static Provenance of(ModelManifest model, TrainPlan plan, Environment environment, Period period) {
        List<Resource> subject = new ArrayList<>();
        subject.add(Resource.of("model", model.digest()));
        for (String name : List.of(ModelManifest.GRAPH, ModelManifest.WEIGHTS)) {
            File file = model.files().get(name);
            if (file != null) {
                subject.add(Resource.of(name, file.digest()));
            }
        }
        List<Resource> dependencies = List.of(
                Resource.of("dataset", plan.dataset()),
                Resource.of("view", plan.view()),
                Resource.of("plan", plan.key()),
                new Resource(plan.image(), imageDigest(plan.image())));
        return new Provenance(
                STATEMENT,
                subject,
                PREDICATE,
                new Predicate(
                        new BuildDefinition(BUILD, Map.of("plan", plan), environment, dependencies),
                        new RunDetails(
                                new Builder(
                                        BUILDER, Map.of("engine", environment.engine(), "java", environment.java())),
                                new Metadata(
                                        plan.key().value(),
                                        period.started().toString(),
                                        period.finished().toString()))));
    }

    /** Stores the statement beside its model. */
    public void write(Store store, Digest model, Digest stepKey) {
        store.putDocument(Documents.provenance(model, stepKey), Json.bytes(this));
    }

    /** The digest by which an image was named; empty if it was named by a tag. */
    private static Map<String, String> imageDigest(String image) {
        int at = image.indexOf("@sha256:");
        return at < 0 ? Map.of() : Map.of("sha256", image.substring(at + "@sha256:".length()));
    }
}
