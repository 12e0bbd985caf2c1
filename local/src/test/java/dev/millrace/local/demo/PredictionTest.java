package dev.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aNumberStandsBesideTheTrueOne() {
        Prediction prediction = prediction("""
                {"inputs": [{"name": "rows", "data": [{"Style": "A style whose name is much too long to be shown",
                  "Area": 31770, "Year": 1960, "Street": "Pave", "Fence": null, "Baths": 1.5, "Beds": 3, "Price": 215000}]}]}""", """
                {"outputs": [{"name": "prediction", "data": [204733.05]}]}""", """
                {"parameters": {"label": "Price"}}""");

        assertThat(prediction.lines())
                .containsExactly(
                        "  input       Area 31770, Year 1960, Street Pave, Baths 1.5, Beds 3, and 2 more",
                        "  prediction  Price 204,733  (12 ms)",
                        "  true value  215,000");
    }

    @Test
    void aClassComesWithItsProbability() {
        Prediction prediction = prediction("""
                {"inputs": [{"name": "rows", "data": [{"tenure": 1, "churn": "No"}]}]}""", """
                {"outputs": [{"name": "prediction", "data": ["Yes"]}, {"name": "probabilities", "data": [0.3951, 0.6049]}]}""", """
                {"outputs": [{"name": "prediction"}, {"name": "probabilities", "parameters": {"classes": ["No", "Yes"]}}],
                 "parameters": {"label": "churn"}}""");

        assertThat(prediction.lines())
                .containsExactly(
                        "  input       tenure 1",
                        "  prediction  churn Yes, probability 0.605  (12 ms)",
                        "  true value  No");
    }

    @Test
    void aRequestOfTensorsHasNoRowToShow() {
        Prediction prediction = prediction("""
                {"inputs": [{"name": "tenure", "data": [1]}]}""", """
                {"outputs": [{"name": "prediction", "data": [0.5]}]}""", """
                {"parameters": {"label": "churn"}}""");

        assertThat(prediction.lines()).containsExactly("  prediction  churn 0.5  (12 ms)");
    }

    private static Prediction prediction(String request, String response, String metadata) {
        return new Prediction(json(request), json(response), json(metadata), Duration.ofMillis(12));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
