package dev.millrace.local.apiserver.resource;

/** Where the scale subresource finds its figures: simple paths such as {@code .spec.replicas}; the selector's may be empty. */
public record ScalePaths(String specReplicas, String statusReplicas, String selector) {}
