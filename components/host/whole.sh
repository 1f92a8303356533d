#!/bin/sh
# Files that are there whole or not at all, however full the disk is. Run after host/library.sh.

# keep FILE MODE: standard input becomes the file.
keep() {
  if ! { cat >"$1.new" && chmod "$2" "$1.new" && sync "$1.new" && mv -f "$1.new" "$1"; }; then
    rm -f "$1.new"
    fail "$1 can't be written; make room on its disk"
  fi
}
