package io.cordwood.signaling.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A title and the bases that serve it now (PROTOCOL §4.2). */
public record ListedTitle(@JsonUnwrapped Title title, List<String> webseeds) {}
