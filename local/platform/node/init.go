package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// keepers hold data, and are asked to end instead of killed.
var keepers = map[string]bool{"etcd": true, "containerd": true}

// runInit is the first process inside the namespaces. When it ends, the kernel ends all others.
func runInit(config *Config) error {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM)
	status := &statusFile{path: config.running("status.json")}
	status.setPhase("network, mounts and certificates")
	if err := prepare(config); err != nil {
		status.setError(err)
		return err
	}
	client, err := adminClient(config)
	if err != nil {
		status.setError(err)
		return err
	}
	s := newSupervisor(config, status)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		if err := startAll(ctx, config, s, client, status); err == nil {
			keepReady(ctx, config, s, client, status)
		} else if ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "cake-node: start:", err)
			status.setError(err)
		}
	}()
	<-signals
	cancel()
	s.stop(keepers)
	return nil
}

func prepare(config *Config) error {
	os.Setenv("PATH", config.Path)
	os.Setenv("LD_LIBRARY_PATH", config.LibraryPath)
	if err := isolateMounts(config); err != nil {
		return err
	}
	if err := isolateNetwork(config); err != nil {
		return err
	}
	if err := makePKI(config); err != nil {
		return err
	}
	return writeFiles(config)
}

func startAll(ctx context.Context, config *Config, s *supervisor, client kubernetes.Interface, status *statusFile) error {
	status.setPhase("etcd and containerd")
	if err := errors.Join(s.start("etcd", etcdArgs(config)...), s.start("containerd", containerdArgs(config)...)); err != nil {
		return err
	}
	if err := waitFor(ctx, "etcd", httpOK(etcdHealth)); err != nil {
		return err
	}
	status.setPhase("kube-apiserver")
	if err := s.start("kube-apiserver", apiserverArgs(config)...); err != nil {
		return err
	}
	if err := waitFor(ctx, "kube-apiserver", answers(client)); err != nil {
		return err
	}
	if err := deleteRemnants(ctx, client); err != nil {
		return err
	}
	if err := waitFor(ctx, "containerd", connects(config.running("containerd.sock"))); err != nil {
		return err
	}
	status.setPhase("kubelet, scheduler, controllers and network")
	err := errors.Join(
		s.start("kubelet", kubeletArgs(config)...),
		s.start("kube-controller-manager", controllerManagerArgs(config)...),
		s.start("kube-scheduler", schedulerArgs(config)...),
		s.start("kube-proxy", proxyArgs(config)...),
		s.start("network-policies", "cake-node", "network-policies", config.kubeconfig("network-policies"), "nft", config.policySocket()),
	)
	if err != nil {
		return err
	}
	if err := waitFor(ctx, "the node", nodeReady(client)); err != nil {
		return err
	}
	status.setReady()
	return nil
}

func adminClient(config *Config) (kubernetes.Interface, error) {
	rest, err := clientcmd.BuildConfigFromFlags("https://"+net.JoinHostPort(nodeIP, strconv.Itoa(apiPort)), config.kubeconfig("admin"))
	if err != nil {
		return nil, err
	}
	return kubernetes.NewForConfig(rest)
}
