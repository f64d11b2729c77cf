// Package netpol enforces NetworkPolicies (networking.k8s.io/v1, all of it) with nftables, on a node whose pods are
// attached one by one and routed, and where kube-proxy runs in the same network namespace. Pods have IPv4 only.
//
// A new pod is never without its rules: Plugin, a CNI plugin, holds it back until they are in place. A connection
// that a policy allowed when it was opened lives on if the policy changes.
package netpol

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

// Run enforces the policies of the cluster in the network namespace of this process until the context ends, and
// leaves them in force then. nft is the path of that program; socket is where Plugin reaches this process. The
// kubeconfig's user lists and watches pods, namespaces and networkpolicies. A failure to read or to enforce is logged
// and tried again, with the rules of before in force; only a bad kubeconfig or socket is an error.
func Run(ctx context.Context, kubeconfig, nft, socket string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	return run(ctx, client, func(ctx context.Context, rendered string) error { return load(ctx, nft, rendered) }, socket)
}

func run(ctx context.Context, client kubernetes.Interface, apply func(context.Context, string) error, socket string) error {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTransform(withoutManagers))
	pods, namespaces := factory.Core().V1().Pods(), factory.Core().V1().Namespaces()
	policies := factory.Networking().V1().NetworkPolicies()
	enforcer := newEnforcer(func() (state State, err error) {
		var errs [3]error
		state.Pods, errs[0] = pods.Lister().List(labels.Everything())
		state.Namespaces, errs[1] = namespaces.Lister().List(labels.Everything())
		state.Policies, errs[2] = policies.Lister().List(labels.Everything())
		return state, errors.Join(errs[:]...)
	}, apply)
	changed := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { enforcer.changed() },
		UpdateFunc: func(any, any) { enforcer.changed() },
		DeleteFunc: func(any) { enforcer.changed() },
	}
	for _, informer := range []cache.SharedIndexInformer{pods.Informer(), namespaces.Informer(), policies.Informer()} {
		if _, err := informer.AddEventHandler(changed); err != nil {
			return err
		}
	}
	if err := serve(ctx, socket, enforcer.attach); err != nil {
		return fmt.Errorf("socket of network policies: %w", err)
	}
	factory.Start(ctx.Done())
	// Rules from half a view would cut connections that are allowed, or allow some that are not.
	factory.WaitForCacheSync(ctx.Done())
	enforcer.changed()
	enforcer.run(ctx)
	factory.Shutdown()
	return nil
}

// withoutManagers spares the memory of the part of an object that is often its largest, and of no use here.
func withoutManagers(object any) (any, error) {
	if accessor, err := meta.Accessor(object); err == nil {
		accessor.SetManagedFields(nil)
	}
	return object, nil
}

// load makes the rules those of the kernel, all of them or, on an error, none.
func load(ctx context.Context, nft, rendered string) error {
	command := exec.CommandContext(ctx, nft, "-f", "-")
	command.Stdin = strings.NewReader(rendered)
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", nft, err, strings.TrimSpace(string(output)))
	}
	return nil
}
