package io.cordwood.tracker;

/** What is lost first when a client does not read. */
public enum Importance {
  /** First: the next announce brings others. */
  OFFER,
  /** Second: somebody waits for it. */
  ANSWER,
  /** Never: without its reply a client does not go on. */
  REPLY
}
