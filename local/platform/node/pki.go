package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"time"
)

const (
	authorityLifetime = 10 * 365 * 24 * time.Hour
	leafLifetime      = 365 * 24 * time.Hour
	renewBefore       = 30 * 24 * time.Hour
)

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// clients are the certificates that identify a program to the API server, by file name.
var clients = map[string]pkix.Name{
	"admin":              {CommonName: "cakestack-admin", Organization: []string{"system:masters"}},
	"kubelet-client":     {CommonName: "kube-apiserver-kubelet-client", Organization: []string{"system:masters"}},
	"controller-manager": {CommonName: "system:kube-controller-manager"},
	"scheduler":          {CommonName: "system:kube-scheduler"},
	"proxy":              {CommonName: "system:kube-proxy"},
	"kubelet":            {CommonName: "system:node:" + nodeName, Organization: []string{"system:nodes"}},
	"network-policies":   {CommonName: "cakestack:network-policies"},
}

// makePKI makes what is missing or about to expire. The authority lives as long as the instance, so that a
// kubeconfig stays good over restarts.
func makePKI(config *Config) error {
	if err := os.MkdirAll(config.in("pki"), 0o700); err != nil {
		return err
	}
	ca, err := loadAuthority(config)
	if err != nil {
		return err
	}
	if err := makeKeyOnce(config.in("pki", "sa.key")); err != nil {
		return err
	}
	server := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		DNSNames:    []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc." + clusterDomain},
		IPAddresses: []net.IP{net.ParseIP(nodeIP), net.ParseIP(apiServiceIP), net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if err := ca.issue(config, "apiserver", server); err != nil {
		return err
	}
	for name, subject := range clients {
		leaf := &x509.Certificate{Subject: subject, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
		if err := ca.issue(config, name, leaf); err != nil {
			return err
		}
		address := fmt.Sprintf("https://%s:%d", nodeIP, apiPort)
		if name == "admin" {
			address = fmt.Sprintf("https://127.0.0.1:%d", config.APIPort)
		}
		if err := writeKubeconfig(config, name, address); err != nil {
			return err
		}
	}
	return nil
}

func loadAuthority(config *Config) (*authority, error) {
	certificatePath, keyPath := config.in("pki", "ca.crt"), config.in("pki", "ca.key")
	if certificate, err := readCertificate(certificatePath); err == nil {
		key, err := readKey(keyPath)
		return &authority{certificate, key}, err
	}
	key, err := newKey(keyPath)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "cakestack " + config.Instance},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	if err := sign(template, template, key, key, authorityLifetime, certificatePath); err != nil {
		return nil, err
	}
	certificate, err := readCertificate(certificatePath)
	return &authority{certificate, key}, err
}

func (ca *authority) issue(config *Config, name string, template *x509.Certificate) error {
	path := config.in("pki", name+".crt")
	if certificate, err := readCertificate(path); err == nil && time.Until(certificate.NotAfter) > renewBefore {
		return nil
	}
	key, err := newKey(config.in("pki", name+".key"))
	if err != nil {
		return err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	return sign(template, ca.certificate, key, ca.key, leafLifetime, path)
}

func sign(template, parent *x509.Certificate, key, parentKey *ecdsa.PrivateKey, lifetime time.Duration, path string) error {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	template.SerialNumber = serial
	// A minute of slack for clocks that disagree.
	template.NotBefore = time.Now().Add(-time.Minute)
	template.NotAfter = time.Now().Add(lifetime)
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		return err
	}
	return writeFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func newKey(path string) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, writeFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}

func makeKeyOnce(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	_, err := newKey(path)
	return err
}

func readKey(path string) (*ecdsa.PrivateKey, error) {
	block, err := readPEM(path)
	if err != nil {
		return nil, err
	}
	return x509.ParseECPrivateKey(block)
}

func readCertificate(path string) (*x509.Certificate, error) {
	block, err := readPEM(path)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(block)
}

func readPEM(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New(path + " holds no PEM block")
	}
	return block.Bytes, nil
}
