package dev.millrace.local.apiserver;

/** A container of a pod that is there; the API server has looked both up, and chosen the container where the client named none. */
public record PodContainer(String namespace, String pod, String uid, String container) {}
