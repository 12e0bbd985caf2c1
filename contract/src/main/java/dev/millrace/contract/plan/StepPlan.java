package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;

/** The whole input of one step. It holds nothing that does not decide the result: no object names, no times, no places. */
public sealed interface StepPlan permits IngestPlan, TrainPlan {
    /** The step's key: same key, same result. */
    @JsonIgnore
    default Digest key() {
        return Json.digest(this);
    }
}
