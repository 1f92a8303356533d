#!/bin/sh
# The end of a user that was left alone: nothing was made, and nothing is dropped.
:
