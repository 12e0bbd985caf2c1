package dev.millrace.trainer.training;

import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.model.network.Tensor;
import dev.millrace.trainer.engine.NetworkShape;
import dev.millrace.trainer.engine.TrainableNetwork;
import dev.millrace.trainer.step.StepContext;
import dev.millrace.trainer.tensor.Batch;
import dev.millrace.trainer.tensor.Shuffle;
import dev.millrace.trainer.tensor.TensorFile;
import dev.millrace.trainer.tensor.Tensors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network until its epochs are over or the validation loss has stopped falling, and gives it the parameters of its best epoch.
 *
 * <p>All that happens in an epoch follows from the state before it, the seed and the epoch's number: so a training that is killed and goes on
 * from its checkpoint comes to the same bits as one that was left alone.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final TrainableNetwork network;
    private final TensorFile rows;
    private final TrainPlan plan;
    private final StepContext context;
    private final Checkpoints checkpoints;
    private final ValidationLoss validationLoss;
    private final Batch batch;
    private final int fewestRows;
    private final ProgressReport progress;

    Training(TrainableNetwork network, Tensors tensors, TrainPlan plan, StepContext context) {
        this.network = network;
        this.rows = tensors.train();
        this.plan = plan;
        this.context = context;
        this.checkpoints = new Checkpoints(context.store(), context.key());
        NetworkShape shape = network.shape();
        this.validationLoss = new ValidationLoss(tensors.validation(), shape);
        int batchSize = (int) Math.min(plan.hyperparameters().batchSize(), rows.rows());
        this.batch = new Batch(batchSize, shape.inputs(), shape.outputs());
        boolean normalises = shape.layers().stream().anyMatch(layer -> layer.type() == LayerType.BATCH_NORM);
        this.fewestRows = normalises ? 2 : 1;
        this.progress =
                new ProgressReport(context.progress(), plan.hyperparameters().epochs(), rows.rows());
    }

    /** How a training ended. */
    record Result(int epochs, int bestEpoch) {}

    /**
     * Trains, from the step's checkpoint if there is one.
     *
     * @throws StepException TrainingDiverged; or Transient, with a checkpoint, if the process is asked to stop
     */
    Result run() {
        Course course = checkpoints.latest().orElseGet(this::beginning);
        if (course.epoch() > 0) {
            LOG.info("training goes on after epoch {}", course.epoch());
            network.restore(course.state());
        }
        progress.begin(course.epoch());
        int before = course.epoch();
        long started = System.nanoTime();
        while (!isOver(course)) {
            course = next(course);
            // The last state too: who is killed while the model is judged need not train again.
            if (course.epoch() % plan.checkpointEvery() == 0 || isOver(course)) {
                checkpoints.save(course);
            }
        }
        LOG.info("trained {} epochs in {} ms", course.epoch() - before, (System.nanoTime() - started) / 1_000_000);
        network.setParameters(course.best());
        return new Result(course.epoch(), course.bestEpoch());
    }

    private Course beginning() {
        return new Course(0, 0, Double.POSITIVE_INFINITY, network.parameters(), network.state());
    }

    private boolean isOver(Course course) {
        Hyperparameters hyperparameters = plan.hyperparameters();
        return course.epoch() >= hyperparameters.epochs() || course.withoutProgress() >= hyperparameters.patience();
    }

    private Course next(Course course) {
        int epoch = course.epoch() + 1;
        double loss = train(epoch, course);
        double validation = finite(validationLoss.of(network), epoch);
        progress.finished(epoch, loss, validation);
        if (validation < course.bestLoss()) {
            Tensor parameters = network.parameters();
            return new Course(epoch, epoch, validation, parameters, network.state());
        }
        return new Course(epoch, course.bestEpoch(), course.bestLoss(), course.best(), network.state());
    }

    /** Trains one epoch and gives its mean loss. */
    private double train(int epoch, Course before) {
        long seed = Shuffle.seed(plan.hyperparameters().seed(), epoch);
        network.beginEpoch(seed);
        Shuffle order = new Shuffle(rows.rows(), seed);
        double sum = 0;
        long trained = 0;
        for (long row = order.next(); row >= 0; ) {
            stopIfAsked(before);
            batch.clear();
            for (; row >= 0 && !batch.isFull(); row = order.next()) {
                batch.add(rows, row);
            }
            // The variance of a single row is 0: a batch normalisation would learn nonsense from a last batch of one.
            if (batch.rows() >= fewestRows) {
                sum += batch.rows() * finite(network.fit(batch.features(), batch.targets()), epoch);
                trained += batch.rows();
                progress.trained(batch.rows());
            }
        }
        return sum / trained;
    }

    private void stopIfAsked(Course finished) {
        if (context.stop().requested()) {
            if (finished.epoch() > 0) {
                checkpoints.save(finished);
            }
            context.stop().check();
        }
    }

    private double finite(double loss, int epoch) {
        if (Double.isFinite(loss)) {
            return loss;
        }
        throw new StepException(
                FailureReason.TRAINING_DIVERGED,
                ("The loss became %s in epoch %d: lower spec.hyperparameters.learningRate (now %s),"
                                + " and let no feature with large values pass as it is.")
                        .formatted(loss, epoch, plan.hyperparameters().learningRate()));
    }
}
