package io.cordwood.signaling.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Answers write ids as their text and leave out what is absent. Called once, at start. */
@Singleton
class JsonSetup implements ObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    mapper.registerModule(NameModule.create());
    mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
  }
}
