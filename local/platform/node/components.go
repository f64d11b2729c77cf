package main

import "fmt"

func etcdArgs(config *Config) []string {
	// Only the node's own programs reach its loopback interface: pods have one of their own.
	return []string{"etcd",
		"--data-dir=" + config.in("etcd"),
		"--listen-client-urls=http://127.0.0.1:2379", "--advertise-client-urls=http://127.0.0.1:2379",
		"--listen-peer-urls=http://127.0.0.1:2380",
		"--auto-compaction-retention=1",
		"--logger=zap",
	}
}

func containerdArgs(config *Config) []string {
	return []string{"containerd", "--config=" + config.running("containerd.toml")}
}

func apiserverArgs(config *Config) []string {
	pki := func(name string) string { return config.in("pki", name) }
	return []string{"kube-apiserver",
		"--etcd-servers=http://127.0.0.1:2379",
		"--bind-address=" + nodeIP, "--advertise-address=" + nodeIP, fmt.Sprintf("--secure-port=%d", apiPort),
		"--service-cluster-ip-range=" + serviceCIDR,
		"--client-ca-file=" + pki("ca.crt"),
		"--tls-cert-file=" + pki("apiserver.crt"), "--tls-private-key-file=" + pki("apiserver.key"),
		"--service-account-key-file=" + pki("sa.key"), "--service-account-signing-key-file=" + pki("sa.key"),
		"--service-account-issuer=https://kubernetes.default.svc." + clusterDomain,
		"--kubelet-client-certificate=" + pki("kubelet-client.crt"), "--kubelet-client-key=" + pki("kubelet-client.key"),
		// By the node's name it would not resolve, and logs and exec would fail.
		"--kubelet-preferred-address-types=InternalIP",
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction",
		"--anonymous-auth=false", "--profiling=false",
		// Containers of the volume provisioner's kind may ask for it; namespaces refuse it by Pod Security.
		"--allow-privileged=true",
	}
}

func kubeletArgs(config *Config) []string {
	return []string{"kubelet",
		"--kubeconfig=" + config.kubeconfig("kubelet"),
		"--config=" + config.running("kubelet.yaml"),
		"--hostname-override=" + nodeName, "--node-ip=" + nodeIP,
		"--root-dir=" + config.in("kubelet"),
	}
}

func controllerManagerArgs(config *Config) []string {
	return []string{"kube-controller-manager",
		"--kubeconfig=" + config.kubeconfig("controller-manager"),
		"--service-account-private-key-file=" + config.in("pki", "sa.key"),
		"--root-ca-file=" + config.in("pki", "ca.crt"),
		"--use-service-account-credentials", "--leader-elect=false",
		"--cluster-cidr=" + podCIDR, "--allocate-node-cidrs=false",
		"--bind-address=127.0.0.1", "--profiling=false",
	}
}

func schedulerArgs(config *Config) []string {
	return []string{"kube-scheduler",
		"--kubeconfig=" + config.kubeconfig("scheduler"),
		"--leader-elect=false", "--bind-address=127.0.0.1", "--profiling=false",
	}
}

func proxyArgs(config *Config) []string {
	return []string{"kube-proxy",
		"--kubeconfig=" + config.kubeconfig("proxy"),
		"--hostname-override=" + nodeName,
		"--proxy-mode=nftables", "--cluster-cidr=" + podCIDR,
		// The limit is the machine's, not the node's, to set.
		"--conntrack-max-per-core=0",
		"--bind-address=127.0.0.1",
	}
}
