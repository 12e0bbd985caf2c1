package dev.millrace.local.demo;

/** What came of asking a model. */
sealed interface Answer {
    /** It predicted. */
    record Predicted(Prediction prediction) implements Answer {}

    /** It does not take the request. */
    record Refused(String sentence) implements Answer {}

    /** Nobody answers yet. */
    record Away(String sentence) implements Answer {}
}
