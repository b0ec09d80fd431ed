#!/usr/bin/env bash
# Signs programs and installers (Authenticode) and checks each signature.
#
#     installer/sign.sh FILE...
#
#     RDPMEND_SIGN_PKCS12      the certificate, its chain and its key
#     RDPMEND_SIGN_PASSWORD    a file that holds the password
#     RDPMEND_SIGN_TIMESTAMP   the address of a time-stamping service; without one, signatures end with the certificate
#     RDPMEND_SIGN_ROOTS       what to check the signatures against (default: the system's)
set -euo pipefail
for file in "$@"; do
    timestamp=()
    [ -z "${RDPMEND_SIGN_TIMESTAMP:-}" ] || timestamp=(-ts "$RDPMEND_SIGN_TIMESTAMP")
    osslsigncode sign -pkcs12 "$RDPMEND_SIGN_PKCS12" -readpass "$RDPMEND_SIGN_PASSWORD" -h sha256 -n rdpmend \
        "${timestamp[@]}" -in "$file" -out "$file.signed" >/dev/null
    osslsigncode verify -CAfile "${RDPMEND_SIGN_ROOTS:-/etc/ssl/certs/ca-certificates.crt}" "$file.signed" >/dev/null
    mv "$file.signed" "$file"
done
