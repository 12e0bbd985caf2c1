package dev.millrace.local.apiserver.resource;

/** A column that a CRD adds to what {@code kubectl get} prints; from priority 1 on only with {@code -o wide}. */
public record Column(String name, String type, String format, String description, int priority, String jsonPath) {}
