package dev.millrace.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.GatePlan;
import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.Hyperparameters.ClassWeights;
import dev.millrace.contract.plan.Hyperparameters.Optimizer;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    private static final TrainPlan PLAN = new TrainPlan(
            Digest.of("rows"),
            Digest.of("view"),
            new ModelPlan(
                    Task.REGRESSION,
                    new LabelPlan(null, LabelTransform.LOG, null),
                    List.of(),
                    List.of(new LayerPlan(LayerType.DENSE, 8, null, 0.1))),
            new Hyperparameters(10, 32, 0.001, Optimizer.ADAM, 0.0001, 42, 5, ClassWeights.NONE),
            List.of(new GatePlan("good", "rmse", null, 27000.0)),
            5,
            1,
            "registry/millrace/trainer@" + Digest.of("image"));

    private static final ModelManifest MODEL = new ModelManifest(
            Digest.of("model"),
            Task.REGRESSION,
            "price",
            List.of(),
            List.of(),
            List.of(),
            Map.of(
                    ModelManifest.GRAPH, new ModelManifest.File(Digest.of("graph"), 10),
                    ModelManifest.WEIGHTS, new ModelManifest.File(Digest.of("weights"), 20),
                    ModelManifest.PROFILE, new ModelManifest.File(Digest.of("profile"), 30)),
            PLAN.dataset());

    @TempDir
    Path folder;

    @Test
    void isAnInTotoStatementBesideTheModel() throws IOException {
        Store store = Store.open(folder.toUri());
        Provenance provenance = Provenance.of(
                MODEL,
                PLAN,
                new Provenance.Environment(
                        "nd4j-native 1.0.0-M2.1 (openblas)", 1, 42, "0".repeat(40), "25+36", List.of("amd64", "avx2")),
                new Provenance.Period(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:01:00Z")));

        provenance.write(store, MODEL.digest(), PLAN.key());

        byte[] written =
                store.document(Documents.provenance(MODEL.digest(), PLAN.key())).orElseThrow();
        assertThat(Json.tree(written)).isEqualTo(Json.tree(golden()));
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = ProvenanceTest.class.getResourceAsStream("provenance.json")) {
            return in.readAllBytes();
        }
    }
}
