"""The checks that the real Agent has built in, as far as a host page shows them: from /proc."""
