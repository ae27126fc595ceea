package io.cordwood.signaling.http;

import io.cordwood.swarm.content.InvalidContentException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a resource throws into a problem document. Called on the request's thread. */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /** Our own refusals. */
  @ServerExceptionMapper
  public Response refused(ProblemException refusal) {
    return answer(refusal.problem());
  }

  /** Names and ids of a wrong form. */
  @ServerExceptionMapper
  public Response invalid(InvalidContentException refusal) {
    return answer(Problem.of(400, refusal.getMessage()));
  }

  /** Refusals of the HTTP layer: no such path, method or media type. */
  @ServerExceptionMapper
  public Response http(WebApplicationException refusal) {
    var answer = Response.fromResponse(answer(Problem.ofStatus(refusal.getResponse().getStatus())));
    var allow = refusal.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? answer.build() : answer.header(HttpHeaders.ALLOW, allow).build();
  }

  /** A fault of ours: logged, because one of us must act. */
  @ServerExceptionMapper
  public Response failed(RuntimeException fault) {
    LOG.error("A request failed", fault);
    return answer(Problem.ofStatus(500));
  }

  private static Response answer(Problem problem) {
    var answer = Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    return problem.status() == 401
        ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build()
        : answer.build();
  }
}
