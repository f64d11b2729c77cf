package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// privateFolders are where containerd, the network plugins and the kubelet write to fixed places. Inside the node
// such writes land in memory, so that the machine's own folders stay as they are.
var privateFolders = []string{"/etc", "/opt", "/usr/libexec", "/var/lib", "/var/log"}

func isolateMounts(config *Config) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	// Held open, because one of the folders below may cover them.
	var kept []*os.File
	for _, folder := range []string{config.Directory, config.Run} {
		file, err := os.Open(folder)
		if err != nil {
			return err
		}
		defer file.Close()
		kept = append(kept, file)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	if err := unix.Mount("tmpfs", "/run", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
		return fmt.Errorf("mount /run: %w", err)
	}
	for _, folder := range privateFolders {
		if err := overlay(folder); err != nil {
			return err
		}
	}
	for _, file := range kept {
		if err := os.MkdirAll(file.Name(), 0o700); err != nil {
			return err
		}
		if err := unix.Mount(fmt.Sprintf("/proc/self/fd/%d", file.Fd()), file.Name(), "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
			return fmt.Errorf("mount %s: %w", file.Name(), err)
		}
	}
	// The kubelet hands mounts on to containers, which needs a shared tree; it is shared with nobody outside.
	return unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, "")
}

func overlay(folder string) error {
	if _, err := os.Stat(folder); err != nil {
		return nil
	}
	scratch := filepath.Join("/run/private", strings.ReplaceAll(folder, "/", "-"))
	upper, work := filepath.Join(scratch, "upper"), filepath.Join(scratch, "work")
	for _, path := range []string{upper, work} {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	options := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s", folder, upper, work)
	if err := unix.Mount("overlay", folder, "overlay", 0, options); err != nil {
		return fmt.Errorf("mount a private %s: %w", folder, err)
	}
	return nil
}

// isolateNetwork gives the node an address of its own: pods reach the API server on it, which on the loopback
// interface they could not.
func isolateNetwork(config *Config) error {
	if err := unix.Sethostname([]byte("cakestack")); err != nil {
		return err
	}
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(loopback); err != nil {
		return err
	}
	addresses := []string{nodeIP}
	for _, service := range config.Services {
		addresses = append(addresses, service.Address)
	}
	for _, ip := range addresses {
		address, err := netlink.ParseAddr(ip + "/32")
		if err != nil {
			return err
		}
		if err := netlink.AddrReplace(loopback, address); err != nil {
			return fmt.Errorf("add the node's address %s: %w", ip, err)
		}
	}
	// A default route, so that addresses of Services are routable before kube-proxy translates them.
	if err := netlink.RouteAdd(&netlink.Route{LinkIndex: loopback.Attrs().Index, Src: net.ParseIP(nodeIP)}); err != nil {
		return fmt.Errorf("add the default route: %w", err)
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}
