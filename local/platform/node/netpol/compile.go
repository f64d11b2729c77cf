package netpol

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// An allow lets packets through. An empty protocol stands for any, with any port.
type allow struct {
	peers    spans
	protocol string
	ports    spans
}

// An isolation is what still passes from or to each address that a policy isolates; nothing, if its list is empty.
type isolation map[uint32][]allow

type ruleset struct {
	ingress, egress isolation
	owners          map[uint32]types.UID
}

// compile works out which addresses are isolated and what they may still do. Policies only ever add to each other.
func compile(state State) ruleset {
	all := members(state)
	namespaces := map[string]*corev1.Namespace{}
	for _, namespace := range state.Namespaces {
		namespaces[namespace.Name] = namespace
	}
	policies := slices.SortedFunc(slices.Values(state.Policies), func(a, b *networkingv1.NetworkPolicy) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	result := ruleset{ingress: isolation{}, egress: isolation{}, owners: map[uint32]types.UID{}}
	for _, m := range all {
		result.owners[m.address] = m.UID
	}
	for _, policy := range policies {
		selected := slices.DeleteFunc(slices.Clone(all), func(m member) bool {
			return m.Namespace != policy.Namespace || !selects(&policy.Spec.PodSelector, m.Labels)
		})
		if isolates(policy, networkingv1.PolicyTypeIngress) {
			result.ingress.isolate(selected)
			for _, rule := range policy.Spec.Ingress {
				peers := peerSpans(rule.From, policy.Namespace, all, namespaces)
				for _, m := range selected {
					result.ingress.add(m, byNumber(rule.Ports, peers)...)
					// A name is the selected pod's own.
					result.ingress.add(m, byName(rule.Ports, []member{m}, func(spans) spans { return peers })...)
				}
			}
		}
		if isolates(policy, networkingv1.PolicyTypeEgress) {
			result.egress.isolate(selected)
			for _, rule := range policy.Spec.Egress {
				peers := peerSpans(rule.To, policy.Namespace, all, namespaces)
				targets := slices.DeleteFunc(slices.Clone(all), func(m member) bool { return !peers.contains(m.address) })
				// A name is the peer's: it may be another port on each.
				allows := append(byNumber(rule.Ports, peers), byName(rule.Ports, targets, func(named spans) spans { return named })...)
				for _, m := range selected {
					result.egress.add(m, allows...)
				}
			}
		}
	}
	return result
}

func isolates(policy *networkingv1.NetworkPolicy, kind networkingv1.PolicyType) bool {
	if len(policy.Spec.PolicyTypes) > 0 {
		return slices.Contains(policy.Spec.PolicyTypes, kind)
	}
	return kind == networkingv1.PolicyTypeIngress || len(policy.Spec.Egress) > 0
}

func (i isolation) isolate(selected []member) {
	for _, m := range selected {
		i[m.address] = i[m.address]
	}
}

func (i isolation) add(m member, allows ...allow) {
	for _, a := range allows {
		if len(a.peers) > 0 {
			i[m.address] = append(i[m.address], a)
		}
	}
}

// byNumber covers the ports that are the same for every pod, and the rule that names no port at all.
func byNumber(ports []networkingv1.NetworkPolicyPort, peers spans) []allow {
	if len(ports) == 0 {
		return []allow{{peers: peers}}
	}
	numbers := map[string]spans{}
	for _, port := range ports {
		if port.Port != nil && port.Port.Type == intstr.String {
			continue
		}
		protocol := protocolOf(port.Protocol)
		numbers[protocol] = union(numbers[protocol], portSpan(port))
	}
	var allows []allow
	for _, protocol := range sortedKeys(numbers) {
		allows = append(allows, allow{peers, protocol, numbers[protocol]})
	}
	return allows
}

func portSpan(port networkingv1.NetworkPolicyPort) spans {
	if port.Port == nil {
		return anyPort
	}
	first := uint32(port.Port.IntVal)
	if port.EndPort != nil {
		return spans{{first, uint32(*port.EndPort)}}
	}
	return single(first)
}

// byName covers the named ports of the pods: peersOf says who may meet the pods that call one number by the name.
func byName(ports []networkingv1.NetworkPolicyPort, pods []member, peersOf func(spans) spans) []allow {
	type endpoint struct {
		protocol string
		port     int32
	}
	named := map[endpoint]spans{}
	for _, port := range ports {
		if port.Port == nil || port.Port.Type != intstr.String {
			continue
		}
		protocol := protocolOf(port.Protocol)
		for _, m := range pods {
			for _, declared := range declaredPorts(m.Pod) {
				if declared.Name == port.Port.StrVal && protocolOf(&declared.Protocol) == protocol {
					key := endpoint{protocol, declared.ContainerPort}
					named[key] = union(named[key], single(m.address))
				}
			}
		}
	}
	var allows []allow
	for key, addresses := range named {
		allows = append(allows, allow{peersOf(addresses), key.protocol, single(uint32(key.port))})
	}
	slices.SortFunc(allows, func(a, b allow) int {
		return cmp.Or(cmp.Compare(a.protocol, b.protocol), cmp.Compare(a.ports[0].first, b.ports[0].first))
	})
	return allows
}

// declaredPorts includes those of sidecars, which are init containers that stay.
func declaredPorts(pod *corev1.Pod) []corev1.ContainerPort {
	var ports []corev1.ContainerPort
	for _, container := range append(slices.Clone(pod.Spec.Containers), pod.Spec.InitContainers...) {
		ports = append(ports, container.Ports...)
	}
	return ports
}

func protocolOf(protocol *corev1.Protocol) string {
	if protocol == nil || *protocol == "" {
		return "tcp"
	}
	return strings.ToLower(string(*protocol))
}
