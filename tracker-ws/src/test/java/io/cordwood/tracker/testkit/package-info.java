/** What the tests of other modules use too: they get this package, and no other test class. */
package io.cordwood.tracker.testkit;
