package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** An object of the demo's namespace. */
record ObjectName(String kind, String name) {
    static ObjectName of(JsonNode object) {
        return new ObjectName(
                object.path("kind").asText(), object.at("/metadata/name").asText());
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
