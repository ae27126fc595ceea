/** Titles on disk: what they hold and what of them is served. */
package io.cordwood.webseed.store;
