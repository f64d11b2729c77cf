package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// stopTimeout bounds a graceful stop: five seconds for containers, five for the store, and some slack.
const stopTimeout = 20 * time.Second

// runDaemon is the half that stays in the machine's own namespaces: it holds the loopback ports, starts the
// other half, and clears up what a namespace does not take with it.
func runDaemon(config *Config, configPath string) error {
	// The kernel kills the child when the thread that made it ends, so this goroutine keeps its thread.
	runtime.LockOSThread()
	if err := acquire(config); err != nil {
		return err
	}
	defer clean(config)
	listeners, err := listen(config.Forwards, Forward{Port: config.APIPort, NodePort: apiPort})
	if err != nil {
		return err
	}
	if err := makeCgroups(config.Instance); err != nil {
		return err
	}

	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	child := exec.Command("/proc/self/exe", "init", configPath)
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
		// A Ctrl-C in the terminal that started it must not reach the components one by one.
		Setpgid: true,
	}
	if err := child.Start(); err != nil {
		return err
	}
	namespace, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", child.Process.Pid))
	if err != nil {
		child.Process.Kill()
		return err
	}
	for _, listener := range listeners {
		go listener.serve(namespace)
	}
	for _, service := range config.Services {
		listener, err := listenFor(service, namespace)
		if err != nil {
			child.Process.Kill()
			return err
		}
		go service.serve(listener)
	}

	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	stopping := false
	for {
		select {
		case <-signals:
			stopping = true
			child.Process.Signal(syscall.SIGTERM)
			time.AfterFunc(stopTimeout, func() { child.Process.Kill() })
		case err := <-ended:
			if stopping {
				return nil
			}
			return errors.Join(errors.New("the node ended unexpectedly"), err)
		}
	}
}

// acquire makes this process the only one of its instance, and clears up after one that was killed.
func acquire(config *Config) error {
	if err := os.MkdirAll(config.Run, 0o700); err != nil {
		return err
	}
	lock, err := os.OpenFile(config.running("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	// Held until the process ends, by never being closed.
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return fmt.Errorf("instance %s is running already (%s is locked)", config.Instance, lock.Name())
	}
	held = lock
	entries, err := os.ReadDir(config.Run)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != "lock" {
			os.RemoveAll(config.running(entry.Name()))
		}
	}
	removeCgroups(config.Instance)
	return writeFile(config.running("pid"), []byte(strconv.Itoa(os.Getpid())))
}

// held keeps the lock's file from being collected, which would close it.
var held *os.File

// clean removes what the namespaces do not take with them.
func clean(config *Config) {
	removeCgroups(config.Instance)
	os.RemoveAll(config.Run)
	// Shared by the instances: this fails, rightly, while another one is there.
	os.Remove(filepath.Dir(config.Run))
}
