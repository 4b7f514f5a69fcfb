#!/usr/bin/env bash
# When a CA changes its key, it signs its new key with the old one, under the same name (RFC 5280 §6.1: "self-issued"). Such a
# certificate does not count for a path length: a CA with pathlen 0 may have it below, and OpenSSL, through Python's ssl
# module, accepts a server with that chain. Go counts it and refuses the server with "too many intermediates for path length
# constraint", and with it Prometheus and its exporters that are written in Go, while every client with OpenSSL is content.
# Seen: Go 1.26.8; Python 3 with OpenSSL 3.0.19; certificates by cryptography 46.0.3.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv --without-pip env
pip3 --python env/bin/python install --quiet --no-cache-dir --disable-pip-version-check --only-binary :all: \
  cryptography==46.0.3 cffi==2.0.0 pycparser==2.23
cat >chain.py <<'PY'
import datetime
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

now = datetime.datetime.now(datetime.timezone.utc)


def name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(subject, key, issuer, signer, ca, length=None):
    builder = x509.CertificateBuilder(name(issuer), name(subject), key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
    builder = builder.add_extension(x509.BasicConstraints(ca, length), True)
    usage = dict.fromkeys(
        ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"],
        False)
    usage = x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **usage)
    builder = builder.add_extension(usage, True)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = builder.add_extension(identifier, False)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    signed = builder.sign(signer, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


root, old, new, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(4))
open("root.pem", "w").write(certificate("Root", root, "Root", root, True))
issuing = certificate("Issuing", old, "Root", root, True, 0)
rollover = certificate("Issuing", new, "Issuing", old, True, 0)
open("before.pem", "w").write(certificate("localhost", leaf, "Issuing", old, False) + issuing)
open("after.pem", "w").write(certificate("localhost", leaf, "Issuing", new, False) + rollover + issuing)
encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
open("key.pem", "wb").write(leaf.private_bytes(encoding, form, serialization.NoEncryption()))
PY
cat >verdicts.py <<'PY'
import socket
import ssl
import subprocess
import threading

for chain in ["before", "after"]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain + ".pem", "key.pem")
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve():
        for _ in range(2):
            plain, _ = listener.accept()
            try:
                server.wrap_socket(plain, server_side=True).close()
            except (ssl.SSLError, OSError):
                plain.close()

    thread = threading.Thread(target=serve)
    thread.start()
    client = ssl.create_default_context(cafile="root.pem")
    try:
        client.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost").close()
        print(chain, "OpenSSL: accepted")
    except ssl.SSLError as e:
        print(chain, "OpenSSL:", e)
    print(chain, "Go:", subprocess.run(["./dial", str(port)], capture_output=True, text=True, check=True).stdout.strip())
    thread.join()
    listener.close()
PY
cat >dial.go <<'GO'
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
)

func main() {
	pem, err := os.ReadFile("root.pem")
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	connection, err := tls.Dial("tcp", "127.0.0.1:"+os.Args[1], &tls.Config{RootCAs: roots, ServerName: "localhost"})
	if err != nil {
		fmt.Println(err)
		return
	}
	connection.Close()
	fmt.Println("accepted")
}
GO
env/bin/python chain.py
go build -o dial dial.go
seen="$(env/bin/python verdicts.py)"
echo "$seen"
expected="before OpenSSL: accepted
before Go: accepted
after OpenSSL: accepted
after Go: tls: failed to verify certificate: x509: too many intermediates for path length constraint"
[ "$seen" = "$expected" ] || { echo "changed: expected '$expected'" >&2; exit 1; }
