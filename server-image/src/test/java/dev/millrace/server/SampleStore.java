package dev.millrace.server;

import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.model.SampleModel;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import java.nio.file.Path;
import java.util.List;
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

    /** The file of the model's graph. */
    Path graphFile(ModelManifest manifest) {
        String hex = manifest.files().get(ModelManifest.GRAPH).digest().hex();
        return folder.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
    }

    ModelBundle bundle(ModelManifest manifest) {
        return ModelBundle.open(store(), manifest.digest());
    }
}
