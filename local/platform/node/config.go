package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// The cluster's addresses. They exist only inside the node's network namespace, so every instance can have the
// same ones.
const (
	nodeName      = "local"
	nodeIP        = "10.88.0.1"
	podCIDR       = "10.244.0.0/16"
	serviceCIDR   = "10.96.0.0/16"
	apiServiceIP  = "10.96.0.1"
	dnsServiceIP  = "10.96.0.10"
	apiPort       = 6443
	clusterDomain = "cluster.local"
)

// Config is what the tool chain and the instance decide; everything else is decided here.
type Config struct {
	Instance string `json:"instance"`
	// Directory keeps what survives a restart; Run is for sockets and goes with the node.
	Directory string `json:"directory"`
	Run       string `json:"run"`
	// Path is the PATH on which the programs are found; LibraryPath serves those unpacked from packages.
	Path        string `json:"path"`
	LibraryPath string `json:"libraryPath"`
	// CNI is the folder of the network plugins.
	CNI        string `json:"cni"`
	PauseImage string `json:"pauseImage"`
	// APIPort is the loopback port of the machine that reaches the API server.
	APIPort  int       `json:"apiPort"`
	Forwards []Forward `json:"forwards"`
	Services []Service `json:"services"`
}

// Forward makes a port of the node reachable on a loopback port of the machine.
type Forward struct {
	Port     int `json:"port"`
	NodePort int `json:"nodePort"`
}

// Service makes a program of the machine reachable for pods, at an address that only the node has. The program listens
// on a socket of Linux's abstract namespace: a port of the machine may be anyone's, this name is for nothing else.
type Service struct {
	Address string `json:"address"`
	Port    int    `json:"port"`
	Socket  string `json:"socket"`
}

func readConfig(path string) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	config := &Config{}
	if err := json.Unmarshal(data, config); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return config, nil
}

// policySocket is where the plugin of the pod network asks for the rules of a new pod.
func (c *Config) policySocket() string { return c.running("policies.sock") }

func (c *Config) in(parts ...string) string {
	return filepath.Join(append([]string{c.Directory}, parts...)...)
}

func (c *Config) running(parts ...string) string {
	return filepath.Join(append([]string{c.Run}, parts...)...)
}

// writeFile writes 0600 by rename, so that a reader never sees half a file.
func writeFile(path string, data []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
