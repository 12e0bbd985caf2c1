import dev.millrace.contract.Json;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.model.feature.FeatureFit;
import dev.millrace.model.feature.FittedFeatures;
import dev.millrace.store.Store;
import dev.millrace.trainer.label.LabelColumn;
import dev.millrace.trainer.label.Target;
import dev.millrace.trainer.label.TargetFit;
import dev.millrace.trainer.row.DatasetRows;
import dev.millrace.trainer.tensor.Tensors;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the tensors of a plan for the bare loop and prints the number of features. Arguments: the plan, the store, an existing folder.
 */
public final class WriteTensors {
    private WriteTensors() {}

    public static void main(String[] arguments) throws IOException {
        TrainPlan plan = Json.read(Files.readAllBytes(Path.of(arguments[0])), TrainPlan.class);
        Store store = Store.open(URI.create(arguments[1]));
        Path folder = Path.of(arguments[2]);
        Resources resources = Resources.ofContainer(folder).withMemory(1L << 30);
        try (DatasetReader reader =
                DatasetReader.open(store, new DatasetReader.Id(plan.dataset(), plan.view()), resources)) {
            DatasetRows rows = new DatasetRows(reader);
            LabelColumn label = LabelColumn.of(plan.model(), reader.profile());
            FittedFeatures features = FeatureFit.fit(
                    reader.profile(), reader.view(), plan.model().features(), label.name());
            Target target = TargetFit.fit(label, plan.model(), rows);
            Tensors.Recipe recipe = new Tensors.Recipe(
                    features.preprocessing(),
                    features.inputs().stream().map(Input::name).toList(),
                    label,
                    target);
            System.out.println(Tensors.write(rows, recipe, folder).train().width());
        }
    }
}
