package netpol

import (
	"context"
	"fmt"
	"log"
	"maps"
	"net/netip"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// Changes come in bursts: the first of one is enforced at once, those that follow it within pause together.
const (
	pause        = 50 * time.Millisecond
	longestRetry = 10 * time.Second
)

// An enforcer keeps the rules in step with a state. read gives the cluster's part of the state; apply enforces a
// rendered table completely, or leaves what was enforced before.
type enforcer struct {
	read  func() (State, error)
	apply func(ctx context.Context, rendered string) error

	changes chan struct{}

	lock     sync.Mutex
	attached map[netip.Addr]types.UID
	enforced map[uint32]types.UID
	// renewed is closed, and replaced, whenever enforced is.
	renewed chan struct{}
}

func newEnforcer(read func() (State, error), apply func(context.Context, string) error) *enforcer {
	return &enforcer{
		read: read, apply: apply,
		changes:  make(chan struct{}, 1),
		attached: map[netip.Addr]types.UID{},
		renewed:  make(chan struct{}),
	}
}

// changed asks for the state to be read again. It never blocks.
func (e *enforcer) changed() {
	select {
	case e.changes <- struct{}{}:
	default:
	}
}

// run enforces until the context ends. What is enforced then stays: it ends with the network namespace.
func (e *enforcer) run(ctx context.Context) {
	last, delay := "", pause
	for wait(ctx, e.changes) {
		rendered, err := e.enforce(ctx, last)
		if err == nil {
			last, delay = rendered, pause
		} else {
			delay = min(2*delay, longestRetry)
			log.Printf("network policies: the rules stay as they were, next try in %s: %v", delay, err)
			e.changed()
		}
		if !wait(ctx, time.After(delay)) {
			return
		}
	}
}

func wait[T any](ctx context.Context, signal <-chan T) bool {
	select {
	case <-ctx.Done():
		return false
	case <-signal:
		return true
	}
}

func (e *enforcer) enforce(ctx context.Context, last string) (string, error) {
	state, err := e.read()
	if err != nil {
		return "", err
	}
	e.lock.Lock()
	state.Attached = maps.Clone(e.attached)
	e.lock.Unlock()
	rules := compile(state)
	rendered := render(rules)
	if rendered != last {
		if err := e.apply(ctx, rendered); err != nil {
			return "", err
		}
	}
	e.lock.Lock()
	defer e.lock.Unlock()
	e.enforced = rules.owners
	close(e.renewed)
	e.renewed = make(chan struct{})
	return rendered, nil
}

// attach learns that a pod is getting an address, and returns when its rules are enforced there.
func (e *enforcer) attach(ctx context.Context, uid types.UID, address netip.Addr) error {
	e.lock.Lock()
	// A sandbox that is made again for a pod gets another address.
	maps.DeleteFunc(e.attached, func(_ netip.Addr, owner types.UID) bool { return owner == uid })
	e.attached[address] = uid
	e.lock.Unlock()
	e.changed()
	for {
		e.lock.Lock()
		done, renewed := e.enforced[number(address)] == uid, e.renewed
		e.lock.Unlock()
		if done {
			return nil
		}
		if !wait(ctx, renewed) {
			return fmt.Errorf("pod %s at %s: its rules are not in place: %w", uid, address, ctx.Err())
		}
	}
}
