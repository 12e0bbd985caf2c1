package dev.millrace.server;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.model.SampleModel;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.bundle.ModelBundle.Description;
import dev.millrace.model.bundle.ModelGraph;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.feature.Encoding.Scale;
import dev.millrace.model.feature.Preprocessing;
import dev.millrace.model.output.LabelScale;
import dev.millrace.model.output.Output;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A store in a folder, with models that were never trained. */
record SampleStore(Path folder) {
    Store store() {
        return Store.open(folder.toUri());
    }

    /** A regression on {@code x0}, {@code x1}, … */
    ModelManifest numbers(int columns) {
        return SampleModel.numbers(store(), columns).manifest();
    }

    /** A classifier on {@code area}, {@code rooms}, {@code garden}, {@code sold} and {@code street}. */
    ModelManifest everyType() {
        return SampleModel.everyType(store()).manifest();
    }

    /** The same, but {@code rooms} and {@code street} must be there. */
    ModelManifest everyTypeWithRequired() {
        Set<String> required = Set.of("rooms", "street");
        ModelManifest manifest = everyType();
        List<Input> inputs = manifest.inputs().stream()
                .map(input -> new Input(
                        input.name(), input.type(), !required.contains(input.name()), input.min(), input.max()))
                .toList();
        ModelManifest changed = new ModelManifest(
                manifest.digest(),
                manifest.task(),
                manifest.label(),
                inputs,
                manifest.ignored(),
                manifest.classes(),
                manifest.files(),
                manifest.dataset());
        store().putDocument(Documents.modelManifest(changed.digest()), Json.bytes(changed));
        return changed;
    }

    /** A regression on {@code x}, trained on -1 to 1, that is not finite for a very large {@code x}. */
    ModelManifest unbounded() {
        ModelGraph graph = new ModelGraph(
                new Preprocessing(
                        List.of(new Numeric("x", ColumnType.NUMBER, false, 0, new Scale(0, 1, -1e300, 1e300), false))),
                SampleModel.network(new Random(1), 1, 8, 1),
                new Output.Regression(new LabelScale(LabelTransform.NONE, 0, 1, -1, 1)));
        Description description = new Description(
                "label",
                List.of(new Input("x", ColumnType.NUMBER, true, -1.0, 1.0)),
                List.of(),
                new Profile(List.of()),
                Digest.of("rows"));
        return ModelBundle.write(store(), graph, description).manifest();
    }

    /** The file of the model's graph. */
    Path graphFile(ModelManifest manifest) {
        String hex = manifest.files().get(ModelManifest.GRAPH).digest().hex();
        return folder.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
    }

    ModelBundle bundle(ModelManifest manifest) {
        return ModelBundle.open(store(), manifest.digest());
    }
}
