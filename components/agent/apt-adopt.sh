#!/bin/sh
# What apt has of our repository beside Lookout's own, for an Agent that is taken over: what family.sh says. Run after
# host/whole.sh and apt.sh.
[ "$family" = apt ] || return 0

family_sources() {
  same_sources "$repository" /etc/apt
}

family_disable_source() {
  disable_source "$1" "$repository"
}

# same_sources URL FOLDER: the files of apt's folder that name the repository, in whatever words.
same_sources() {
  place=$(place_of "$1")
  sources_that name_place "$2"
}

# By what it would fetch: 'URI/dists/SUITE/…' NAME SIZE.
name_place() {
  apt-get update --print-uris -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$scratch/parts" 2>/dev/null |
    sed -n "s,^'[a-z+]*://\(.*\)/dists/.*,\1,p" | sed 's,/*$,,' >"$scratch/said"
  grep -qxF "$place" "$scratch/said"
}

# As apt names its index: whichever way leads there.
place_of() {
  printf '%s' "$1" | sed 's,^[a-z+]*://,,; s,/*$,,'
}

# disable_source FILE URL: its entries of the repository, and no other; the file stays.
disable_source() {
  case $1 in
    # In a stanza with other repositories ours is taken out.
    *.sources) awk -v place="$(place_of "$2")" -v RS= -v ORS='\n\n' '
      {
        uris = ours = 0
        kept = ""
        count = split($0, lines, "\n")
        for (i = 1; i <= count; i++) {
          if (lines[i] !~ /^[ \t]/) key = tolower(lines[i])
          if (key ~ /^uris:/ && lines[i] !~ /^#/) {
            line = ""
            words = split(lines[i], word, /[ \t]+/)
            for (w = 1; w <= words; w++) {
              uri = word[w]
              sub(/^[Uu][Rr][Ii][Ss]:/, "", uri)
              if (uri ~ /:\/\//) uris++
              sub(/^[a-z+]+:\/\//, "", uri)
              sub(/\/+$/, "", uri)
              if (uri == place) ours++
              else line = line (line == "" ? "" : " ") word[w]
            }
            lines[i] = (lines[i] ~ /^[ \t]/ ? " " : "") line
            if (lines[i] ~ /^ *$/) continue
          }
          kept = kept (kept == "" ? "" : "\n") lines[i]
        }
        if (ours > 0 && ours < uris) print kept
        else if (ours > 0) print "Enabled: no\n" without_enabled($0)
        else print
      }
      function without_enabled(text) {
        gsub(/(^|\n)[Ee]nabled:[^\n]*/, "", text)
        sub(/^\n/, "", text)
        return text
      }' "$1" >"$scratch/disabled" ;;
    *) awk -v place="$(place_of "$2")" '
      /^[ \t]*deb/ {
        for (i = 1; i <= NF; i++) {
          uri = $i
          sub(/^[a-z+]+:\/\//, "", uri)
          sub(/\/+$/, "", uri)
          if (uri == place) {
            print "# " $0
            next
          }
        }
      }
      { print }' "$1" >"$scratch/disabled" ;;
  esac
  keep "$1" "$(stat -c %a "$1")" <"$scratch/disabled"
}
