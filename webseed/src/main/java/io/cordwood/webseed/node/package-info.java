/** What the webseed tells the node: titles and heartbeats (PROTOCOL §4.2). */
package io.cordwood.webseed.node;
