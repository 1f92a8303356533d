#!/bin/sh
# How a host tells what it has: lines of words, parted by tabs. Run after host/library.sh. Nothing is changed: what is kept
# meanwhile is in $scratch, in memory.
tab=$(printf '\t')
: >"$scratch/facts"

# tell WORD...
tell() {
  line=$1
  shift
  for word; do line=$line$tab$word; done
  printf '%s\n' "$line" >>"$scratch/facts"
}

# encoded TEXT: any text as one word.
encoded() {
  printf '%s' "$1" | base64 -w 0
}

# end_telling: the last line printed is what was told.
end_telling() {
  gzip -c "$scratch/facts" | base64 -w 0
  echo
}
