package io.cordwood.bench.harness;

/** The screen of a viewer, in CSS pixels, and whether they like it dark. */
public record Screen(int width, int height, boolean dark, boolean touch) {
  /** A laptop by day. */
  public static final Screen DESKTOP = new Screen(1280, 800, false, false);

  /** A phone held upright. */
  public static final Screen PHONE = new Screen(390, 844, false, true);

  /** The same screen at night. */
  public Screen atNight() {
    return new Screen(width, height, true, touch);
  }
}
