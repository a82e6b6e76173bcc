package dev.orderflow.systemtests.violation.domain;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks two rules of the architecture, so that the rules are seen to bite. */
public final class LoggingManager {

  static final Logger LOG = LoggerFactory.getLogger(LoggingManager.class);

  private LoggingManager() {}
}
