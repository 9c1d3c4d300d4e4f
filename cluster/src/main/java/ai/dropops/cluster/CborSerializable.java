package ai.dropops.cluster;

/** A message that may cross from one node to another. */
public interface CborSerializable {}
