package netpol

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const (
	web   = "10.244.0.2"
	api   = "10.244.0.3"
	other = "10.244.0.4"
)

func testState(t *testing.T, specs ...string) State {
	state := State{
		Namespaces: []*corev1.Namespace{namespace("app", nil), namespace("other", map[string]string{"team": "blue"})},
		Pods: []*corev1.Pod{
			pod("app", "web", web, corev1.ContainerPort{Name: "http", ContainerPort: 8080}),
			pod("app", "api", api, corev1.ContainerPort{Name: "http", ContainerPort: 9090}, corev1.ContainerPort{Name: "dns", ContainerPort: 53, Protocol: corev1.ProtocolUDP}),
			pod("other", "other", other),
		},
	}
	for i, spec := range specs {
		state.Policies = append(state.Policies, policy(t, fmt.Sprint(i), spec))
	}
	return state
}

// described has one line for each allow: the peers, the protocol, the ports.
func described(isolated isolation) map[string][]string {
	result := map[string][]string{}
	for address, allows := range isolated {
		lines := []string{}
		for _, a := range allows {
			peers := "all"
			if !reflect.DeepEqual(a.peers, everywhere) {
				peers = list(a.peers, dotted)
			}
			ports := list(a.ports, func(port uint32) string { return fmt.Sprint(port) })
			lines = append(lines, strings.TrimSpace(strings.Join([]string{peers, a.protocol, ports}, " ")))
		}
		result[dotted(address)] = lines
	}
	return result
}

type rules = map[string][]string

func TestCompile(t *testing.T) {
	nothing := []string{}
	for _, test := range []struct {
		name            string
		specs           []string
		ingress, egress rules
	}{
		{"no policy isolates nothing", nil, rules{}, rules{}},
		{"an empty policy denies ingress of its namespace only", []string{`podSelector: {}`}, rules{web: nothing, api: nothing}, rules{}},
		{"egress rules imply the type Egress", []string{"podSelector: {matchLabels: {app: web}}\negress: [{}]"}, rules{web: nothing}, rules{web: {"all"}}},
		{"given types are the only ones", []string{`{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}`}, rules{}, rules{web: nothing}},
		{"an empty rule allows all", []string{`{podSelector: {matchLabels: {app: web}}, ingress: [{}]}`}, rules{web: {"all"}}, rules{}},
		{"expressions select", []string{`podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}`}, rules{api: nothing}, rules{}},
		{"a pod selector stays in the namespace", []string{`{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {}}]}]}`},
			rules{web: {web + "-" + api}}, rules{}},
		{"a namespace selector takes all its pods", []string{`{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: blue}}}]}]}`},
			rules{web: {other}}, rules{}},
		{"both selectors of one peer must match", []string{`{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}]}]}`},
			rules{web: {api}}, rules{}},
		{"two peers add up", []string{`{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: blue}}}, {podSelector: {matchLabels: {app: web}}}]}]}`},
			rules{web: {web + ", " + other}}, rules{}},
		{"peers that match nobody allow nothing", []string{`{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: none}}}]}]}`},
			rules{web: nothing}, rules{}},
		{"a block without its exceptions", []string{`{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.244.0.0/16, 10.255.255.255/32]}}]}]}`},
			rules{}, rules{web: {"10.0.0.0-10.243.255.255, 10.245.0.0-10.255.255.254"}}},
		{"a block of everything is everywhere, IPv6 is nowhere", []string{`{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}, {to: [{ipBlock: {cidr: "::/0"}}]}]}`},
			rules{}, rules{web: {"all"}}},
		{"ports by number, range and protocol", []string{`{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 80}, {port: 85, endPort: 90}, {port: 88, endPort: 95}, {port: 53, protocol: UDP}, {protocol: SCTP}]}]}`},
			rules{web: {"all sctp 0-65535", "all tcp 80, 85-95", "all udp 53"}}, rules{}},
		{"a named port is the receiver's own", []string{`{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: blue}}}], ports: [{port: http}]}]}`},
			rules{web: {other + " tcp 8080"}, api: {other + " tcp 9090"}}, rules{}},
		{"a named port of egress differs by peer", []string{`{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]}`},
			rules{}, rules{web: {web + " tcp 8080", api + " tcp 9090"}}},
		{"a name of another protocol does not match", []string{`{podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: dns}, {port: http, protocol: UDP}]}]}`},
			rules{api: nothing}, rules{}},
		{"policies add up", []string{`{podSelector: {}}`, `{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 80}]}]}`, `{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 81}]}]}`},
			rules{web: {"all tcp 80", "all tcp 81"}, api: nothing}, rules{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			compiled := compile(testState(t, test.specs...))
			if got := described(compiled.ingress); !reflect.DeepEqual(got, test.ingress) {
				t.Errorf("ingress: %v, want %v", got, test.ingress)
			}
			if got := described(compiled.egress); !reflect.DeepEqual(got, test.egress) {
				t.Errorf("egress: %v, want %v", got, test.egress)
			}
		})
	}
}

func TestMembers(t *testing.T) {
	onNode, done, pending, newer, moved := pod("app", "node", "10.88.0.1"), pod("app", "done", "10.244.0.9"), pod("app", "pending", ""), pod("app", "newer", web), pod("app", "moved", "10.244.0.7")
	onNode.Spec.HostNetwork = true
	done.Status.Phase = corev1.PodSucceeded
	pending.Status.Phase = corev1.PodPending
	newer.CreationTimestamp = metav1.NewTime(time.Unix(1, 0))
	both := pod("app", "both", "fd00::1")
	both.Status.PodIPs = []corev1.PodIP{{IP: "fd00::1"}, {IP: "10.244.0.6"}}
	stale := pod("app", "stale", "10.244.0.8")
	state := State{
		Pods:     []*corev1.Pod{newer, pod("app", "web", web), onNode, done, pending, moved, both, stale},
		Attached: map[netip.Addr]types.UID{netip.MustParseAddr("10.244.0.5"): "pending", netip.MustParseAddr("10.244.0.8"): "moved"},
	}
	got := map[string]string{}
	for _, m := range members(state) {
		got[dotted(m.address)] = m.Name
	}
	want := map[string]string{web: "newer", "10.244.0.5": "pending", "10.244.0.6": "both", "10.244.0.8": "moved"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRenderDoesNotDependOnOrder(t *testing.T) {
	state := testState(t, `podSelector: {}`, `{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 81}]}]}`)
	want := render(compile(state))
	reversed := State{Namespaces: state.Namespaces, Pods: []*corev1.Pod{state.Pods[2], state.Pods[1], state.Pods[0]}, Policies: []*networkingv1.NetworkPolicy{state.Policies[1], state.Policies[0]}}
	if got := render(compile(reversed)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestReplicasShareTheirRules(t *testing.T) {
	state := testState(t, `{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}`)
	rendered := render(compile(state))
	if count := strings.Count(rendered, "chain rules-"); count != 1 {
		t.Errorf("%d chains of rules for two pods with the same policy, want 1:\n%s", count, rendered)
	}
	if !strings.Contains(rendered, "elements = { "+web+" : jump rules-1, "+api+" : jump rules-1 }") {
		t.Errorf("the pods do not share it:\n%s", rendered)
	}
}
