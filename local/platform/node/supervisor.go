package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	firstBackoff = time.Second
	lastBackoff  = 30 * time.Second
	// largestLog is where a log starts anew at the next start of its program.
	largestLog = 20 << 20
)

// program is one child of the supervisor.
type program struct {
	name string
	args []string

	pid      int
	restarts int
	backoff  time.Duration
	started  time.Time
	ended    chan struct{}
}

// supervisor starts programs, starts them again when they end, and reaps what they orphan: it is the first process
// of its namespace, and every orphan becomes its child.
type supervisor struct {
	config *Config
	status *statusFile

	// failed gets a word when a program has ended that was to run.
	failed chan struct{}

	mu       sync.Mutex
	programs []*program
	stopping bool
}

func newSupervisor(config *Config, status *statusFile) *supervisor {
	s := &supervisor{config: config, status: status, failed: make(chan struct{}, 1)}
	go s.reap()
	return s
}

func (s *supervisor) start(name string, args ...string) error {
	p := &program{name: name, args: args, backoff: firstBackoff}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.spawn(p); err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	s.programs = append(s.programs, p)
	s.publish()
	return nil
}

// spawn starts the process without os/exec, whose Wait would compete with reap for the exit status.
func (s *supervisor) spawn(p *program) error {
	path, err := exec.LookPath(p.args[0])
	if err != nil {
		return err
	}
	log, err := s.log(p.name)
	if err != nil {
		return err
	}
	defer log.Close()
	process, err := os.StartProcess(path, p.args, &os.ProcAttr{
		Dir:   s.config.Directory,
		Env:   os.Environ(),
		Files: []*os.File{nil, log, log},
		Sys:   &syscall.SysProcAttr{Setpgid: true},
	})
	if err != nil {
		return err
	}
	p.pid, p.started, p.ended = process.Pid, time.Now(), make(chan struct{})
	return process.Release()
}

func (s *supervisor) log(name string) (*os.File, error) {
	path := s.config.in("logs", name+".log")
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if info, err := os.Stat(path); err == nil && info.Size() > largestLog {
		flags |= os.O_TRUNC
	}
	return os.OpenFile(path, flags, 0o600)
}

func (s *supervisor) reap() {
	for {
		// Waits without reaping, so that the exit is handled under the lock: a program can end before spawn has noted
		// its process id.
		err := unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err == unix.ECHILD {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		s.mu.Lock()
		var status unix.WaitStatus
		if pid, err := unix.Wait4(-1, &status, unix.WNOHANG, nil); err == nil && pid > 0 {
			s.exited(pid, status)
		}
		s.mu.Unlock()
	}
}

func (s *supervisor) exited(pid int, status unix.WaitStatus) {
	for _, p := range s.programs {
		if p.pid != pid {
			continue
		}
		p.pid = 0
		close(p.ended)
		if !s.stopping {
			fmt.Printf("%s ended (exit code %d, signal %v); starting it again in %s\n", p.name, status.ExitStatus(), status.Signal(), p.backoff)
			s.status.setPhase(p.name + " again")
			s.restart(p)
			select {
			case s.failed <- struct{}{}:
			default:
			}
		}
		s.publish()
	}
}

// running is an error while a program waits to be started again.
func (s *supervisor) running(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.programs {
		if p.pid == 0 {
			return errors.New(p.name + " has ended")
		}
	}
	return nil
}

func (s *supervisor) restart(p *program) {
	if time.Since(p.started) > lastBackoff {
		p.backoff = firstBackoff
	}
	time.AfterFunc(p.backoff, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.stopping {
			return
		}
		p.restarts++
		if err := s.spawn(p); err != nil {
			fmt.Printf("start %s again: %v\n", p.name, err)
			s.restart(p)
		}
		s.publish()
	})
	p.backoff = min(2*p.backoff, lastBackoff)
}

// stop ends what makes containers first, then the containers, then what keeps data.
func (s *supervisor) stop(keepers map[string]bool) {
	s.mu.Lock()
	s.stopping = true
	var orchestrators, stores []*program
	for _, p := range s.programs {
		if keepers[p.name] {
			stores = append(stores, p)
		} else {
			orchestrators = append(orchestrators, p)
		}
	}
	s.mu.Unlock()

	// They keep nothing, and the API server alone would take ten seconds to end by itself.
	s.signal(orchestrators, syscall.SIGKILL)
	s.await(orchestrators, 5*time.Second)
	s.stopContainers(5 * time.Second)
	s.signal(stores, syscall.SIGTERM)
	s.await(stores, 5*time.Second)
}

func (s *supervisor) signal(programs []*program, signal syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range programs {
		if p.pid > 0 {
			syscall.Kill(p.pid, signal)
		}
	}
}

func (s *supervisor) await(programs []*program, limit time.Duration) {
	timeout := time.After(limit)
	for _, p := range programs {
		if p.ended == nil {
			continue
		}
		select {
		case <-p.ended:
		case <-timeout:
			return
		}
	}
}

// stopContainers asks every process in a container to end, as a machine does that shuts down, so that databases
// write what they hold. Containers are in process namespaces below this one.
func (s *supervisor) stopContainers(limit time.Duration) {
	deadline := time.Now().Add(limit)
	asked := map[int]bool{}
	for time.Now().Before(deadline) {
		processes := containerProcesses()
		if len(processes) == 0 {
			return
		}
		for _, pid := range processes {
			if !asked[pid] {
				asked[pid] = true
				syscall.Kill(pid, syscall.SIGTERM)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func containerProcesses() []int {
	own, _ := os.Readlink("/proc/self/ns/pid")
	links, _ := filepath.Glob("/proc/[0-9]*/ns/pid")
	var found []int
	for _, link := range links {
		var pid int
		fmt.Sscanf(link, "/proc/%d/", &pid)
		if namespace, err := os.Readlink(link); err == nil && namespace != own && !isZombie(pid) {
			found = append(found, pid)
		}
	}
	return found
}

func isZombie(pid int) bool {
	executable, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return err != nil || executable == ""
}

func (s *supervisor) publish() {
	components := make([]componentStatus, 0, len(s.programs))
	for _, p := range s.programs {
		state := "running"
		if p.pid == 0 {
			state = "failed"
		}
		components = append(components, componentStatus{p.name, state, p.restarts, s.config.in("logs", p.name+".log")})
	}
	s.status.setComponents(components)
}
