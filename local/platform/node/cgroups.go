package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const cgroupMount = "/sys/fs/cgroup"

// cgroupRoot is the group under which the kubelet makes those of the pods, in each hierarchy of version 1 or in the
// single one of version 2.
func cgroupRoot(instance string) string { return "/cakestack/" + instance }

func makeCgroups(instance string) error {
	hierarchies, err := cgroupHierarchies()
	if err != nil {
		return err
	}
	for _, hierarchy := range hierarchies {
		path := filepath.Join(hierarchy, cgroupRoot(instance))
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
		inherit(hierarchy, path)
	}
	return nil
}

func cgroupHierarchies() ([]string, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(cgroupMount, &stat); err != nil {
		return nil, err
	}
	if stat.Type == unix.CGROUP2_SUPER_MAGIC {
		return []string{cgroupMount}, nil
	}
	entries, err := os.ReadDir(cgroupMount)
	if err != nil {
		return nil, err
	}
	var hierarchies []string
	for _, entry := range entries {
		path := filepath.Join(cgroupMount, entry.Name())
		if entry.IsDir() && unix.Statfs(path, &stat) == nil && stat.Type == unix.CGROUP_SUPER_MAGIC {
			hierarchies = append(hierarchies, path)
		}
	}
	return hierarchies, nil
}

// inherit gives a new group what its parents have: processors and memory nodes in version 1's cpuset, which start
// empty and refuse every process, and the controllers in version 2. A hierarchy without them refuses the write,
// and that is right.
func inherit(hierarchy, path string) {
	relative, _ := filepath.Rel(hierarchy, path)
	parent := hierarchy
	for _, part := range strings.Split(relative, "/") {
		child := filepath.Join(parent, part)
		for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
			if value, err := os.ReadFile(filepath.Join(parent, file)); err == nil {
				os.WriteFile(filepath.Join(child, file), value, 0o644)
			}
		}
		if controllers, err := os.ReadFile(filepath.Join(parent, "cgroup.controllers")); err == nil {
			for _, controller := range strings.Fields(string(controllers)) {
				os.WriteFile(filepath.Join(parent, "cgroup.subtree_control"), []byte("+"+controller), 0o644)
				os.WriteFile(filepath.Join(child, "cgroup.subtree_control"), []byte("+"+controller), 0o644)
			}
		}
		parent = child
	}
}

// removeCgroups deletes the groups, leaves first. The kernel takes a moment to let go of killed processes.
func removeCgroups(instance string) {
	hierarchies, _ := cgroupHierarchies()
	for _, hierarchy := range hierarchies {
		path := filepath.Join(hierarchy, cgroupRoot(instance))
		deadline := time.Now().Add(5 * time.Second)
		for removeTree(path) != nil && time.Now().Before(deadline) {
			time.Sleep(20 * time.Millisecond)
		}
		// Shared by the instances: this fails, rightly, while another one is there.
		os.Remove(filepath.Dir(path))
	}
}

func removeTree(path string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil
	}
	for _, entry := range entries {
		if entry.IsDir() {
			if err := removeTree(filepath.Join(path, entry.Name())); err != nil {
				return err
			}
		}
	}
	return os.Remove(path)
}
