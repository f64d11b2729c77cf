package netpol

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// table is the one table this package owns, in the network namespace it runs in.
const table = "inet cakestack-netpol"

// How packets meet the rules:
//   - prerouting: an address says which pod sends, so a pod that sends from another's is dropped. So is IPv6, which
//     pods here do not have except for addresses of the link, on which no policy could be enforced.
//   - forward, pod to pod: kube-proxy has translated Services to pods by then. The sender's egress rules, then the
//     receiver's ingress rules; a chain of rules returns what it allows and refuses the rest.
//   - input, pod to node (the API server, say): only the sender's egress rules.
//   - output, node to pod: none; the node always reaches its pods, as Kubernetes has it.
//
// Refused rather than dropped: a caller learns at once that it may not connect, where it would wait for its timeout.
// Nothing is given away by it: pods know that policies exist.
const layout = `table %[1]s
delete table %[1]s
table %[1]s {
%[2]s	chain refuse {
		meta l4proto tcp reject with tcp reset
		reject with icmpx admin-prohibited
	}
%[3]s	chain prerouting {
		type filter hook prerouting priority raw; policy accept;
		iif "lo" accept
		meta nfproto ipv6 drop
		fib saddr . iif oif missing drop
	}
	chain forward {
		type filter hook forward priority filter; policy accept;
		ct state established,related accept
		ip saddr . ip daddr @self accept
		ip saddr vmap @egress
		ip daddr vmap @ingress
	}
	chain input {
		type filter hook input priority filter; policy accept;
		ct state established,related accept
		ip saddr vmap @egress
	}
}
`

// render writes the whole table as one transaction of nft: the new rules replace the old ones in one step.
func render(rules ruleset) string {
	sets, chains := naming{prefix: "peers"}, naming{prefix: "rules"}
	ingress := verdicts(rules.ingress, "ip saddr", &sets, &chains)
	egress := verdicts(rules.egress, "ip daddr", &sets, &chains)

	var head, tail strings.Builder
	for i, elements := range sets.bodies {
		writeSet(&head, "set "+sets.name(i), "ipv4_addr; flags interval", elements)
	}
	writeSet(&head, "set self", "ipv4_addr . ipv4_addr", selves(rules))
	writeSet(&head, "map ingress", "ipv4_addr : verdict", ingress)
	writeSet(&head, "map egress", "ipv4_addr : verdict", egress)
	for i, body := range chains.bodies {
		fmt.Fprintf(&tail, "\tchain %s {\n%s\t\tgoto refuse\n\t}\n", chains.name(i), body)
	}
	return fmt.Sprintf(layout, table, head.String(), tail.String())
}

// verdicts sends each isolated address to its rules. Pods with the same rules, as replicas have, share a chain.
func verdicts(isolated isolation, peer string, sets, chains *naming) string {
	var elements []string
	for _, address := range sortedKeys(isolated) {
		var body strings.Builder
		for _, a := range isolated[address] {
			body.WriteString("\t\t" + ruleText(a, peer, sets) + "\n")
		}
		elements = append(elements, dotted(address)+" : jump "+chains.of(body.String()))
	}
	return strings.Join(elements, ", ")
}

func ruleText(a allow, peer string, sets *naming) string {
	var matches []string
	if !slices.Equal(a.peers, everywhere) {
		matches = append(matches, peer+" @"+sets.of(list(a.peers, dotted)))
	}
	switch {
	case a.protocol == "":
	case slices.Equal(a.ports, anyPort):
		matches = append(matches, "meta l4proto "+a.protocol)
	default:
		matches = append(matches, a.protocol+" dport { "+list(a.ports, func(port uint32) string { return fmt.Sprint(port) })+" }")
	}
	return strings.Join(append(matches, "return"), " ")
}

// selves is for pods that reach themselves through a Service: no policy may keep a pod from itself.
func selves(rules ruleset) string {
	isolated := maps.Clone(rules.ingress)
	maps.Copy(isolated, rules.egress)
	var elements []string
	for _, address := range sortedKeys(isolated) {
		elements = append(elements, dotted(address)+" . "+dotted(address))
	}
	return strings.Join(elements, ", ")
}

func writeSet(text *strings.Builder, name, kind, elements string) {
	fmt.Fprintf(text, "\t%s {\n\t\ttype %s\n", name, kind)
	// The language has no empty list.
	if elements != "" {
		fmt.Fprintf(text, "\t\telements = { %s }\n", elements)
	}
	text.WriteString("\t}\n")
}

func list(parts spans, write func(uint32) string) string {
	var texts []string
	for _, part := range parts {
		text := write(part.first)
		if part.last != part.first {
			text += "-" + write(part.last)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// naming gives equal bodies one name.
type naming struct {
	prefix string
	bodies []string
	known  map[string]int
}

func (n *naming) of(body string) string {
	index, ok := n.known[body]
	if !ok {
		if n.known == nil {
			n.known = map[string]int{}
		}
		index = len(n.bodies)
		n.known[body] = index
		n.bodies = append(n.bodies, body)
	}
	return n.name(index)
}

func (n *naming) name(index int) string { return fmt.Sprintf("%s-%d", n.prefix, index+1) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
