package ai.dropops.cli.follow;

import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.databind.JsonNode;

/** One thing the control plane tells of a batch. */
public sealed interface BatchEvent {
    /** The batch: first and when its state changes with all executions; when another wave begins or is waited for, without. */
    record Whole(JsonNode batch) implements BatchEvent {}

    record Changed(JsonNode execution) implements BatchEvent {}

    /** Bytes that follow on those told before, of the stream {@code stdout} or {@code stderr}. */
    record Output(String execution, String stream, long offset, Bytes data) implements BatchEvent {}

    /** The host did not keep these bytes. */
    record Gap(String execution, String stream, long from, long to) implements BatchEvent {}

    /** Nothing more will be told. */
    record End(String state) implements BatchEvent {}
}
