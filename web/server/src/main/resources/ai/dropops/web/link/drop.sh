#!/usr/bin/env bash
# Installs the DropOps operator into ./dropops-operator and starts it here, in the foreground. Nothing else is touched.
# Arguments are the operator's own.
set -euo pipefail

host='@HOST@'
pin='@PIN@'
ca_sha256='@CA_SHA256@'
folder=dropops-operator

say() { printf '%s\n' "$*" >&2; }
die() { say "dropops: $*"; exit 1; }
fetch() { curl -fsSk --pinnedpubkey "$pin" "https://$host/$1"; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1; }

main() {
    local needed
    for needed in curl tar gzip; do
        command -v "$needed" >/dev/null || die "$needed is needed and not there; install it and try again."
    done
    [ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] || die "this control plane has a package for Linux on x86_64 only, not for $(uname -s) on $(uname -m)."

    if [ -z "${DROPOPS_OPERATOR_API_KEY:-}${DROPOPS_OPERATOR_SESSION:-}" ] && [ ! -d .dropops/data/identity ]; then
        { printf 'API key of this operator (dok_…): ' >/dev/tty && IFS= read -r -s DROPOPS_OPERATOR_API_KEY </dev/tty && printf '\n' >/dev/tty; } 2>/dev/null ||
            die "no API key: set DROPOPS_OPERATOR_API_KEY, or run this where it can be asked for."
        export DROPOPS_OPERATOR_API_KEY
    fi

    local wanted
    wanted=$(fetch operator.tar.gz.sha256) || die "https://$host does not answer with the key it was installed with."
    if [ "$(cat "$folder/.package" 2>/dev/null || true)" != "$wanted" ]; then
        install_package "$wanted"
    fi
    exec "./$folder/dropops-operator" -e "wss://$host" --ca-sha256 "$ca_sha256" "$@"
}

install_package() {
    local wanted=$1
    staging=$(mktemp -d "./.$folder.XXXXXX")
    trap 'rm -rf "$staging"' EXIT
    say "dropops: fetching the operator from $host"
    fetch operator.tar.gz >"$staging/package"
    [ "$(sha256 "$staging/package")" = "$wanted" ] || die "the package is not the one that was announced; try again."
    mkdir "$staging/$folder"
    tar -xzf "$staging/package" -C "$staging/$folder"
    printf '%s\n' "$wanted" >"$staging/$folder/.package"
    rm -rf "./$folder"
    mv "$staging/$folder" "./$folder"
    rm -rf "$staging"
    trap - EXIT
}

main "$@"
