package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// startTimeout bounds each step of the start; a slow disk with two busy cores needs a tenth of it.
const startTimeout = 2 * time.Minute

const (
	etcdHealth    = "http://127.0.0.1:2379/health"
	kubeletHealth = "http://127.0.0.1:10248/healthz"
)

// keepReady says when the node is ready again after one of its programs has ended: that it is not, the supervisor says.
func keepReady(ctx context.Context, config *Config, s *supervisor, client kubernetes.Interface, status *statusFile) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.failed:
		}
		for err := serves(ctx, config, s, client); err != nil; err = serves(ctx, config, s, client) {
			if ctx.Err() != nil {
				return
			}
			fmt.Fprintln(os.Stderr, "cake-node:", err)
			status.setError(err)
		}
		status.setReady()
	}
}

// serves waits until everything that was started runs, and what others call answers.
func serves(ctx context.Context, config *Config, s *supervisor, client kubernetes.Interface) error {
	return errors.Join(
		waitFor(ctx, "etcd", httpOK(etcdHealth)),
		waitFor(ctx, "containerd", connects(config.running("containerd.sock"))),
		waitFor(ctx, "kube-apiserver", answers(client)),
		waitFor(ctx, "the kubelet", httpOK(kubeletHealth)),
		waitFor(ctx, "a program of the node", s.running),
	)
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
