package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// startTimeout bounds each step of the start; a slow disk with two busy cores needs a tenth of it.
const startTimeout = 2 * time.Minute

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
	s := newSupervisor(config, status)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		if err := startAll(ctx, config, s, status); err != nil && ctx.Err() == nil {
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

func startAll(ctx context.Context, config *Config, s *supervisor, status *statusFile) error {
	status.setPhase("etcd and containerd")
	if err := errors.Join(s.start("etcd", etcdArgs(config)...), s.start("containerd", containerdArgs(config)...)); err != nil {
		return err
	}
	if err := waitFor(ctx, "etcd", httpOK("http://127.0.0.1:2379/health")); err != nil {
		return err
	}
	status.setPhase("kube-apiserver")
	if err := s.start("kube-apiserver", apiserverArgs(config)...); err != nil {
		return err
	}
	client, err := adminClient(config)
	if err != nil {
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
	err = errors.Join(
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

type check func(context.Context) error

func waitFor(ctx context.Context, what string, ready check) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready after %s: %w", what, startTimeout, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func httpOK(url string) check {
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return errors.New(response.Status)
		}
		return nil
	}
}

func connects(socket string) check {
	return func(context.Context) error {
		connection, err := net.Dial("unix", socket)
		if err != nil {
			return err
		}
		return connection.Close()
	}
}

func adminClient(config *Config) (kubernetes.Interface, error) {
	rest, err := clientcmd.BuildConfigFromFlags("https://"+net.JoinHostPort(nodeIP, strconv.Itoa(apiPort)), config.kubeconfig("admin"))
	if err != nil {
		return nil, err
	}
	return kubernetes.NewForConfig(rest)
}

func answers(client kubernetes.Interface) check {
	return func(ctx context.Context) error {
		return client.Discovery().RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
	}
}

func nodeReady(client kubernetes.Interface) check {
	// The API keeps whole seconds.
	started := time.Now().Truncate(time.Second)
	return func(ctx context.Context) error {
		node, err := client.CoreV1().Nodes().Get(ctx, nodeName, metav1.GetOptions{})
		if err != nil {
			return err
		}
		for _, condition := range node.Status.Conditions {
			// After a restart the store still holds the last run's word for it.
			if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue && !condition.LastHeartbeatTime.Time.Before(started) {
				return nil
			}
		}
		return errors.New("the kubelet has not reported it ready")
	}
}
