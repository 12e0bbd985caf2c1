package dev.millrace.local.apiserver.schema;

/** How the items of a list are told apart when several write to it. */
public enum ListType {
    /** The list is one value. */
    ATOMIC,
    /** Each scalar once. */
    SET,
    /** Objects, told apart by their key fields. */
    MAP
}
