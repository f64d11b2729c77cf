package main

import (
	"fmt"
	"os"
	"path/filepath"

	"cakestack/node/netpol"
)

// writeFiles writes the configuration files of the components; see each one's own reference for the fields.
func writeFiles(config *Config) error {
	for _, folder := range []string{config.in("logs"), config.in("kubelet"), config.in("volumes"), config.running("cni")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	// Volumes are entered by containers of any user; their own modes protect them.
	if err := os.Chmod(config.in("volumes"), 0o711); err != nil {
		return err
	}
	if err := linkPlugins(config); err != nil {
		return err
	}
	files := map[string]string{
		config.running("containerd.toml"):        containerdConfig(config),
		config.running("cni", "10-ptp.conflist"): networkConfig(config),
		config.running("kubelet.yaml"):           kubeletConfig(config),
		// No name server: the cluster's DNS knows the cluster's names, and the node reaches nothing else.
		config.running("resolv.conf"): "",
	}
	for path, content := range files {
		if err := writeFile(path, []byte(content)); err != nil {
			return err
		}
	}
	return nil
}

// linkPlugins makes one folder of the network plugins of the packages and the one that this program is.
func linkPlugins(config *Config) error {
	plugins, err := filepath.Glob(filepath.Join(config.CNI, "*"))
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(config.running("plugins"), 0o700); err != nil {
		return err
	}
	for _, plugin := range plugins {
		if err := os.Symlink(plugin, config.running("plugins", filepath.Base(plugin))); err != nil {
			return err
		}
	}
	return os.Symlink(self, config.running("plugins", netpol.PluginType))
}

func containerdConfig(config *Config) string {
	return fmt.Sprintf(`version = 2
root = %q
state = %q
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = %q
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = %q
  # Lowering a score needs a capability that a machine may withhold from root.
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = %q
    conf_dir = %q
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
`, config.in("containerd"), config.running("containerd"), config.running("containerd.sock"), config.PauseImage, config.running("plugins"), config.running("cni"))
}

// networkConfig gives each pod an interface pair of its own: its packets are routed by the node, and so pass the
// rules of network policies, which packets inside a bridge do not.
func networkConfig(config *Config) string {
	return fmt.Sprintf(`{"cniVersion":"0.4.0","name":"cakestack","plugins":[{"type":"ptp","ipMasq":false,
"ipam":{"type":"host-local","dataDir":%q,"ranges":[[{"subnet":%q}]],"routes":[{"dst":"0.0.0.0/0"}]}},
{"type":%q,"socket":%q}]}
`, config.running("addresses"), podCIDR, netpol.PluginType, config.policySocket())
}

func kubeletConfig(config *Config) string {
	return fmt.Sprintf(`apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
# Version 1 of control groups is refused by default since Kubernetes 1.35, and is what some machines have.
failCgroupV1: false
cgroupDriver: cgroupfs
cgroupRoot: %s
failSwapOn: false
oomScoreAdj: 0
containerRuntimeEndpoint: unix://%s
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: %s}}
authorization: {mode: Webhook}
clusterDNS: [%s]
clusterDomain: %s
resolvConf: %s
podLogsDir: %s
volumePluginDir: %s
address: %s
healthzBindAddress: 127.0.0.1
# Images built here cannot be pulled again, so none is ever collected.
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%%, imagefs.available: 1%%}
# Starts from zero wait on each other otherwise.
serializeImagePulls: false
maxPods: 200
`, cgroupRoot(config.Instance), config.running("containerd.sock"), config.in("pki", "ca.crt"), dnsServiceIP, clusterDomain,
		config.running("resolv.conf"), config.in("pod-logs"), config.running("volume-plugins"), nodeIP)
}
