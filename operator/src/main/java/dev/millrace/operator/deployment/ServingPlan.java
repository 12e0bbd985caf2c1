package dev.millrace.operator.deployment;

/**
 * What is to be served, and by how many servers.
 *
 * @param model what they load
 * @param revision counts the models of this deployment from 1; a model that goes back into service keeps its number, and with it its
 *     ReplicaSet
 * @param replicas servers, 0 to have none
 */
record ServingPlan(ServedModel model, long revision, int replicas) {
    /** The revision as people read it in sentences. */
    String title() {
        return title(revision, model.trainingRun());
    }

    static String title(long revision, String trainingRun) {
        return "revision " + revision + " (TrainingRun '" + trainingRun + "')";
    }
}
