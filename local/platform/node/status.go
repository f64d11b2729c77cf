package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

// statusFile is how the node tells the machine what it does: status.json in the run folder.
type statusFile struct {
	path string
	mu   sync.Mutex
	data struct {
		// Phase is what the start waits for, in words.
		Phase      string            `json:"phase"`
		Ready      bool              `json:"ready"`
		Error      string            `json:"error,omitempty"`
		Components []componentStatus `json:"components"`
	}
}

type componentStatus struct {
	Name     string `json:"name"`
	State    string `json:"state"`
	Restarts int    `json:"restarts"`
	Log      string `json:"log"`
}

func (s *statusFile) setPhase(phase string) {
	s.change(func() { s.data.Phase, s.data.Ready = phase, false })
}

func (s *statusFile) setComponents(components []componentStatus) {
	s.change(func() { s.data.Components = components })
}

func (s *statusFile) setReady() {
	s.change(func() { s.data.Phase, s.data.Ready, s.data.Error = "ready", true, "" })
}

func (s *statusFile) setError(err error) { s.change(func() { s.data.Error = err.Error() }) }

func (s *statusFile) change(edit func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit()
	data, err := json.Marshal(s.data)
	if err == nil {
		err = writeFile(s.path, data)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cake-node: status:", err)
	}
}
