/** Live channels that another webseed takes in, fetched from there once and checked. */
package io.cordwood.webseed.relay;
