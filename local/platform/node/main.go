// Command cake-node runs a single-node Kubernetes in namespaces of its own: network, mounts, processes.
// Ending it ends everything it started, because the process namespace ends with it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"cakestack/node/netpol"
)

const usage = `cake-node: a single-node Kubernetes in namespaces of its own
  cake-node run CONFIG                        run it in the foreground; SIGTERM stops it
  cake-node clean CONFIG                      clear up after one that was killed
  cake-node init CONFIG                       (internal) the first process inside the namespaces
  cake-node network-policies KUBECONFIG NFT SOCKET
                                              (internal) enforce network policies
Linked as cake-policies it is a plugin of the pod network, which calls it.
`

func main() {
	if filepath.Base(os.Args[0]) == netpol.PluginType {
		// The failure is on standard output, as the caller wants it.
		if netpol.Plugin(os.Stdin, os.Stdout) != nil {
			os.Exit(1)
		}
		return
	}
	if err := command(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cake-node:", err)
		os.Exit(1)
	}
}

func command(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "run":
		return withConfig(args[1], func(config *Config) error { return runDaemon(config, args[1]) })
	case len(args) == 2 && args[0] == "init":
		return withConfig(args[1], runInit)
	case len(args) == 2 && args[0] == "clean":
		return withConfig(args[1], func(config *Config) error {
			if err := acquire(config); err != nil {
				return err
			}
			clean(config)
			return nil
		})
	case len(args) == 4 && args[0] == "network-policies":
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
		defer stop()
		return netpol.Run(ctx, args[1], args[2], args[3])
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
		return nil
	}
}

func withConfig(path string, run func(*Config) error) error {
	config, err := readConfig(path)
	if err != nil {
		return err
	}
	return run(config)
}
