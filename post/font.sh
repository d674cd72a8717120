#!/bin/sh
# Makes www/fonts/maths.woff2 again: the characters of font.txt out of Latin Modern Math, with the tables that formulas need.
# Needs fonttools and brotli (Python), and latinmodern-math.otf, the one argument.
set -eu
cd "$(dirname "$0")"
ranges=$(grep -v '^#' font.txt | sed 's/^/U+/' | paste -sd, -)
pyftsubset "$1" --unicodes="$ranges" --layout-features='' --no-hinting --desubroutinize --flavor=woff2 \
  --output-file=../www/fonts/maths.woff2
