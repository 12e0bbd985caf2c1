package dev.millrace.local.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that was applied is reached.
 *
 * @param model that is served
 * @param prediction of it, where the example asks for one
 */
record Finale(Scene scene, Optional<ServedModel> model, Optional<Prediction> prediction) {
    /** What a user is shown of the prediction; nothing where there is none. */
    List<String> predictionLines() {
        List<String> lines = new ArrayList<>();
        prediction.ifPresent(answered -> {
            lines.add("");
            lines.add("First prediction:");
            lines.addAll(answered.lines());
        });
        return lines;
    }

    /**
     * What to try next.
     *
     * @param folder of the example
     * @param kubeconfig as a shell in the current folder takes it
     */
    List<String> invitation(Path folder, String kubeconfig) {
        List<String> tries = new ArrayList<>();
        model.ifPresent(served -> tries.add("curl -s %s -d @%s"
                .formatted(served.infer(), prediction.isPresent() ? folder.resolve(Example.REQUEST) : "request.json")));
        tries.add("export KUBECONFIG=" + kubeconfig);
        tries.add("kubectl get millrace");
        scene.first("TrainingRun").ifPresent(run -> tries.add("kubectl describe tr " + run.name()));
        List<String> lines = new ArrayList<>();
        lines.add("");
        for (String command : tries) {
            lines.add((lines.size() == 1 ? "Try:   " : "       ") + command);
        }
        lines.add("Ctrl-C to stop, `make demo` again to go on, `make demo-clean` to forget all of it.");
        return lines;
    }
}
