#!/bin/sh
# What the configuration's script does of a package that somebody no longer holds. Run after the family's.
family_held || family_hold
