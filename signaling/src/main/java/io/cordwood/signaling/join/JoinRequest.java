package io.cordwood.signaling.join;

import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.rules.SiteGroup;

/**
 * What a viewer sends to join (PROTOCOL §4.1).
 *
 * @param fingerprint of the viewer's own certificate
 * @param siteGroup whom the site says it is close to; absent for most
 * @param assertion the site's word about the viewer; absent for most
 * @param account whom the site credits; absent for most
 */
public record JoinRequest(
    TitleId title,
    Fingerprint fingerprint,
    Capabilities capabilities,
    String siteGroup,
    String assertion,
    String account) {

  /** What the viewer's browser and device can do; what it does not say is taken from a desktop. */
  public record Capabilities(Boolean webrtc, Boolean upload, Boolean mobile) {
    static final Capabilities DESKTOP = new Capabilities(true, true, false);

    /** Fills in what was not said. */
    public Capabilities {
      webrtc = webrtc == null || webrtc;
      upload = upload == null || upload;
      mobile = mobile != null && mobile;
    }
  }

  /** Refuses with a 400 what is missing or has the wrong form. */
  public JoinRequest {
    if (title == null) {
      throw new ProblemException(400, "The field \"title\" is missing; name it as owner/slug.");
    }
    if (fingerprint == null) {
      throw new ProblemException(
          400,
          "The field \"fingerprint\" is missing; send that of your RTCCertificate, AA:BB and so on.");
    }
    if (siteGroup != null && SiteGroup.of(siteGroup).isEmpty()) {
      throw new ProblemException(400, "The field \"siteGroup\" must have 1 to 64 characters.");
    }
    capabilities = capabilities == null ? Capabilities.DESKTOP : capabilities;
  }
}
