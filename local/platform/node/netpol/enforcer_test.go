package netpol

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// patience ends a test that hangs; nothing takes it when all is well.
const patience = 20 * time.Second

func receive[T any](t *testing.T, values <-chan T, what string) T {
	t.Helper()
	select {
	case value := <-values:
		return value
	case <-time.After(patience):
		t.Fatalf("waited %s for %s", patience, what)
		panic("unreachable")
	}
}

// start runs an enforcer over a state that a test may replace; every table it enforces comes out of the channel.
func start(t *testing.T, state *atomic.Pointer[State], failures int) (*enforcer, <-chan string) {
	tables := make(chan string, 100)
	e := newEnforcer(func() (State, error) { return *state.Load(), nil }, func(_ context.Context, rendered string) error {
		if failures > 0 {
			failures--
			return errors.New("refused by the test")
		}
		tables <- rendered
		return nil
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { e.run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); receive(t, done, "the end") })
	return e, tables
}

func TestEnforcerTriesAgainAndSkipsWhatIsUnchanged(t *testing.T) {
	var state atomic.Pointer[State]
	open := testState(t)
	state.Store(&open)
	e, tables := start(t, &state, 2)
	e.changed()
	if got := receive(t, tables, "the table after two failures"); got != render(compile(open)) {
		t.Errorf("got\n%s", got)
	}
	// An attachment that is known already ends a round in which nothing is to be enforced.
	if err := e.attach(t.Context(), "web", netip.MustParseAddr(web)); err != nil {
		t.Fatal(err)
	}
	closed := testState(t, `podSelector: {}`)
	state.Store(&closed)
	e.changed()
	if got := receive(t, tables, "the table with a policy"); !strings.Contains(got, web+" : jump rules-1") {
		t.Errorf("the next table is not the next state's:\n%s", got)
	}
}

func TestPluginWaitsForTheRulesOfItsPod(t *testing.T) {
	var state atomic.Pointer[State]
	before := testState(t, `podSelector: {}`)
	before.Pods = before.Pods[1:]
	state.Store(&before)
	e, tables := start(t, &state, 0)
	e.changed()
	receive(t, tables, "the first table")

	socket := filepath.Join(t.TempDir(), "socket")
	arrived := make(chan struct{}, 1)
	if err := serve(t.Context(), socket, func(ctx context.Context, uid types.UID, address netip.Addr) error {
		arrived <- struct{}{}
		return e.attach(ctx, uid, address)
	}); err != nil {
		t.Fatal(err)
	}
	previous := `{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.244.0.77/16","gateway":"10.244.0.1"}]}`
	type added struct {
		output []byte
		err    error
	}
	results := make(chan added, 1)
	go func() {
		output, err := plugin("ADD", "IgnoreUnknown=1;K8S_POD_NAME=web;K8S_POD_UID=web", bytes.NewBufferString(fmt.Sprintf(`{"cniVersion":"0.4.0","socket":%q,"prevResult":%s}`, socket, previous)))
		results <- added{output, err}
	}()
	receive(t, arrived, "the plugin")
	select {
	case result := <-results:
		t.Fatalf("the plugin returned before its pod was known: %s %v", result.output, result.err)
	default:
	}
	after := testState(t, `podSelector: {}`)
	state.Store(&after)
	e.changed()
	result := receive(t, results, "the plugin's result")
	if result.err != nil || string(result.output) != previous {
		t.Errorf("got %s, %v; want the result of the plugin before", result.output, result.err)
	}
	if got := receive(t, tables, "the table with the new pod"); !strings.Contains(got, "10.244.0.77 : jump") || strings.Contains(got, web+" : jump") {
		t.Errorf("the pod is not isolated at the address it was attached at, and only there:\n%s", got)
	}
}

func TestPluginRefuses(t *testing.T) {
	for _, test := range []struct{ name, args, config, want string }{
		{"no uid", "K8S_POD_NAME=web", `{"prevResult":{}}`, "K8S_POD_UID"},
		{"no address", "K8S_POD_UID=web", `{"prevResult":{"ips":[{"address":"fd00::1/64"}]}}`, "no IPv4 address"},
		{"no result before it", "K8S_POD_UID=web", `{}`, "result of the plugin before"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("CNI_COMMAND", "ADD")
			t.Setenv("CNI_ARGS", test.args)
			var output bytes.Buffer
			err := Plugin(strings.NewReader(test.config), &output)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			var told struct {
				Code int
				Msg  string
			}
			if json.Unmarshal(output.Bytes(), &told) != nil || told.Code != tryAgainLater || !strings.Contains(told.Msg, test.want) {
				t.Errorf("the runtime is told %s", output.Bytes())
			}
		})
	}
}
