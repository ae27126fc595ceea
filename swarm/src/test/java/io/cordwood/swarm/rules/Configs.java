package io.cordwood.swarm.rules;

/** The default limits with one of them changed. */
final class Configs {
  private Configs() {}

  static SwarmConfig withMaxPeers(int maxPeers) {
    return with(SwarmConfig.defaults().maxPendingPerPeer(), maxPeers, 300);
  }

  static SwarmConfig withMaxPending(int maxPending) {
    return with(maxPending, SwarmConfig.defaults().maxPeers(), 300);
  }

  static SwarmConfig withIntroductionsPerHour(int perHour) {
    return with(
        SwarmConfig.defaults().maxPendingPerPeer(), SwarmConfig.defaults().maxPeers(), perHour);
  }

  private static SwarmConfig with(int maxPending, int maxPeers, int introductionsPerHour) {
    var c = SwarmConfig.defaults();
    return new SwarmConfig(
        c.degree(),
        c.mobileDegree(),
        c.maxDegree(),
        c.maxChosenDegree(),
        c.firstBatch(),
        c.topUpBatch(),
        c.wantBatch(),
        c.randomShare(),
        c.introductionLifetime(),
        c.stateEvery(),
        c.missedStates(),
        c.topUpEvery(),
        c.wantEvery(),
        c.pairCoolDown(),
        c.pairCoolDownMost(),
        c.liarCoolDown(),
        c.demeritFadesEvery(),
        c.horizon(),
        maxPeers,
        c.maxPeersPerConnection(),
        maxPending,
        c.maxCandidatesPerEnd(),
        introductionsPerHour,
        c.topUpPeersPerTick(),
        c.sampleSize(),
        c.tracker());
  }
}
