/** Films encoded to HLS by ffmpeg: what to make is decided in plain code, ffmpeg only does it. */
package io.cordwood.webseed.publish.encode;
