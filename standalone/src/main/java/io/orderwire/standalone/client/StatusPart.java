package io.orderwire.standalone.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is shown of a running pipeline beside the answer of a gateway. */
public interface StatusPart {
    /** Lines for people, each with a name and a value. They may contain any character. */
    List<String> lines();

    /** Adds the same for programs as a member of that object. */
    void addTo(ObjectNode status);
}
