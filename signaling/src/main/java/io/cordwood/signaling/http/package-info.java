/** HTTP as every resource needs it: problem documents, JSON, CORS, the node's own address. */
package io.cordwood.signaling.http;
