// Judges chains as a TLS client written in Go does. One case a line on stdin, its verdict a line on stdout.
//
// A case: ID, TAB, seconds since 1970, TAB, name of the host or nothing, TAB, anchors, TAB, chain with the leaf first.
// Certificates are in DER in base64, with commas between them. A verdict: ID, TAB, "accept" or the error in one line.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	lines := bufio.NewReader(os.Stdin)
	verdicts := bufio.NewWriter(os.Stdout)
	defer verdicts.Flush()
	for {
		line, end := lines.ReadString('\n')
		if fields := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(fields) == 5 {
			fmt.Fprintf(verdicts, "%s\t%s\n", fields[0], verdict(fields))
		}
		if end != nil {
			return
		}
	}
}

func verdict(fields []string) string {
	seconds, err := strconv.ParseInt(fields[1], 10, 64)
	if err == nil {
		err = verify(time.Unix(seconds, 0), fields[2], split(fields[3]), split(fields[4]))
	}
	if err == nil {
		return "accept"
	}
	return "reject: " + strings.Join(strings.Fields(err.Error()), " ")
}

func verify(now time.Time, host string, anchors, chain []string) error {
	// An anchor that cannot be parsed is left out, as x509.CertPool does with a file.
	roots, _ := pool(anchors, false)
	// A certificate of a peer that cannot be parsed ends the handshake.
	intermediates, err := pool(chain[1:], true)
	if err != nil {
		return err
	}
	leaf, err := parse(chain[0])
	if err != nil {
		return err
	}
	_, err = leaf.Verify(x509.VerifyOptions{
		DNSName:       host,
		Roots:         roots,
		Intermediates: intermediates,
		CurrentTime:   now,
	})
	return err
}

func pool(encoded []string, strict bool) (*x509.CertPool, error) {
	certificates := x509.NewCertPool()
	for _, text := range encoded {
		certificate, err := parse(text)
		if err == nil {
			certificates.AddCert(certificate)
		} else if strict {
			return nil, err
		}
	}
	return certificates, nil
}

func parse(encoded string) (*x509.Certificate, error) {
	der, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	if len(der) == 0 {
		return nil, errors.New("no certificate")
	}
	return x509.ParseCertificate(der)
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
