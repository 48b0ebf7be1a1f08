#!/bin/sh
# Fetches the files of this folder again from npm at their pinned versions, and checks packages (SHA-512 of the registry) and files.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fetch() { # package, version, file here, integrity
    archive=$(npm pack --silent "$1@$2")
    found=sha512-$(openssl dgst -sha512 -binary "$archive" | openssl base64 -A)
    [ "$found" = "$4" ] || { echo "$1@$2 has the integrity $found, not $4; nothing more was written." >&2; exit 1; }
    tar xzf "$archive" -O package/dist/index.browser.min.js > "$3"
}
fetch jspsych 8.3.0 jspsych-8.3.0.js sha512-UrwSVG14v8oRX6WFQ1L6uuGT0G7KgRDSH48iKIVIQI+yMRGAlvg+tEUNFKe/1xZxgk3kZiZ5xP0AnpPqPj1zkg==
fetch @jspsych/plugin-preload 2.1.0 plugin-preload-2.1.0.js sha512-tQUViQQNK5RXc+sYjNyV1NKl8gt9Wl+sZ55kpW1eEn9I84WCSBtjPDthr7WxGMZeK+E/ybYucWMVcIwlncaHAg==
fetch @jspsych/plugin-html-button-response 2.1.0 plugin-html-button-response-2.1.0.js sha512-AhJPePA8s/ount+QYtqfgMtEkz7g+j+bnhQ9XqxfsnK2f5MdnlakYtpjxW9YgFx9y0Gs7yb7OZk1+omcKlzaEQ==
cp ./*.js "$here"
cd "$here" && sha256sum --check SHA256SUMS
