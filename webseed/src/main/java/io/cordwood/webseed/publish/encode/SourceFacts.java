package io.cordwood.webseed.publish.encode;

import java.time.Duration;
import java.util.Optional;

/**
 * What ffprobe says of a film.
 *
 * @param videoStream index of the stream with the pictures
 * @param width pixels of the picture as it is shown: turned upright, with square pixels
 * @param height pixels
 * @param framesPerSecond a fraction as ffmpeg writes it
 * @param duration empty when the file does not say
 * @param audioStream index of the stream with the sound
 */
public record SourceFacts(
    int videoStream,
    int width,
    int height,
    FrameRate framesPerSecond,
    Optional<Duration> duration,
    Optional<Integer> audioStream) {}
