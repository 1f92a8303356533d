#!/bin/sh
# The keys that sign the package repository. Run after host/library.sh and the family's with the keys, or their URLs, below
# $scratch/bodies/keys/$family, and below $scratch/bodies/fingerprints/$family those that may be trusted; any, where there
# is none.

# gather_keys: each key that may be trusted as $scratch/keys/NAME, armoured, and $scratch/keys/NAME.gpg, its bytes.
gather_keys() {
  fingerprints=$(tr '\n' ' ' <"$scratch/bodies/fingerprints/$family")
  rm -rf "$scratch/keys"
  mkdir "$scratch/keys"
  for body in "$scratch/bodies/keys/$family"/*; do
    key=$scratch/keys/${body##*/}
    if grep -q '^-----BEGIN' "$body"; then
      origin="the key ${body##*/}"
      whole=$body
    else
      origin=$(cat "$body")
      whole=$key.fetched
      family_fetch "$origin" "$whole" ||
        fail "the repository's key can't be fetched from $origin; check the URL and the host's way there, or write the key itself into agent.repository"
    fi
    # Of several in a file the first, since that one is looked at.
    awk '/^-----BEGIN/ { in_key = 1 } in_key { print } /^-----END/ { exit }' "$whole" >"$key"
    rm -f "$key.fetched"
    dearmoured "$key" "$origin" >"$key.gpg"
    is_trusted "$key.gpg" "$origin" || rm -f "$key" "$key.gpg"
  done
  [ -n "$(ls "$scratch/keys")" ] ||
    fail "no key of the repository has one of the fingerprints that are expected of it, and none is trusted; compare them with the vendor's, and set them in agent.repository"
}

# One armoured key as the bytes that it stands for; gpg is not on every host.
dearmoured() {
  awk '/^-----BEGIN/ { head = 1; next } /^-----END/ { exit } head && /^\r?$/ { head = 0; body = 1; next } body && !/^=/' "$1" |
    base64 -d || fail "$2 is not an ASCII-armoured public key"
}

# is_trusted FILE ORIGIN: whether all keys in it are expected.
is_trusted() {
  [ -n "${fingerprints% }" ] || return 0
  fingerprints_of "$1" >"$scratch/fingerprints" && [ -s "$scratch/fingerprints" ] ||
    fail "the fingerprint of $2 can't be computed here, so it is not trusted; the host needs od, awk and sha1sum, and the key must be an OpenPGP one of version 4"
  while read -r one; do
    case " $fingerprints " in
      *" $one "*) ;;
      *)
        printf '%s\n' "$lookout_host: $2 has the fingerprint $one, which is none of those expected; it is not trusted" >&2
        return 1
        ;;
    esac
  done <"$scratch/fingerprints"
}

# fingerprints_of FILE: of each primary key among its OpenPGP packets, in capitals.
# See https://www.rfc-editor.org/rfc/rfc9580#section-4.2 for the packets, #section-5.5.4 for the fingerprints; neither apt
# nor rpm takes another version of keys than 4 yet.
fingerprints_of() {
  od -An -v -tu1 "$1" | awk '
    { for (i = 1; i <= NF; i++) byte[n++] = $i }
    function number(at, octets) {
      for (sum = 0; octets > 0; octets--) sum = sum * 256 + byte[at++]
      return sum
    }
    END {
      for (at = 0; at < n; at = start + size) {
        head = byte[at]
        first = byte[at + 1]
        if (head >= 192) {
          tag = head - 192
          if (first < 192) { size = first; start = at + 2 }
          else if (first < 224) { size = (first - 192) * 256 + byte[at + 2] + 192; start = at + 3 }
          else if (first == 255) { size = number(at + 2, 4); start = at + 6 }
          else exit 1
        } else if (head >= 128 && head % 4 < 3) {
          tag = int((head - 128) / 4)
          octets = 2 ^ (head % 4)
          size = number(at + 1, octets)
          start = at + 1 + octets
        } else exit 1
        if (start + size > n) exit 1
        if (tag == 6) print byte[start], start, size
      }
    }' >"$scratch/packets" || return 1
  while read -r version_of_key start size; do
    [ "$version_of_key" -eq 4 ] || return 1
    before=$(printf '\\0231\\0%03o\\0%03o' $((size / 256)) $((size % 256)))
    { printf %b "$before" && tail -c "+$((start + 1))" "$1" | head -c "$size"; } | sha1sum | cut -d ' ' -f 1 | tr '[:lower:]' '[:upper:]'
  done <"$scratch/packets"
}
