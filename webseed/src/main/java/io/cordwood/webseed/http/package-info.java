/** The webseed's HTTP: Vert.x handlers that do what the plans say, and nothing else. */
package io.cordwood.webseed.http;
