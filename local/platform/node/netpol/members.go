package netpol

import (
	"cmp"
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
)

// State is what the rules follow from.
type State struct {
	Namespaces []*corev1.Namespace
	Pods       []*corev1.Pod
	Policies   []*networkingv1.NetworkPolicy
	// Attached are the addresses given out while this process ran. They are known earlier than those in the status
	// of pods, and win against them: a status may be left from before a restart of the node.
	Attached map[netip.Addr]types.UID
}

// A member is a pod that has an address of its own; pods in the node's network are the node to policies.
type member struct {
	*corev1.Pod
	address uint32
}

// members has one pod for each address, in the order of addresses.
func members(state State) []member {
	given := map[types.UID]netip.Addr{}
	for address, uid := range state.Attached {
		given[uid] = address
	}
	pods := slices.SortedFunc(slices.Values(state.Pods), func(a, b *corev1.Pod) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(a.UID, b.UID))
	})
	owners := map[uint32]member{}
	for _, pod := range pods {
		if pod.Spec.HostNetwork || pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
			continue
		}
		address, attached := given[pod.UID]
		if !attached {
			address = reported(pod)
			if _, taken := state.Attached[address]; taken || !address.IsValid() {
				continue
			}
		}
		// The newest of two that claim one address: the other's status is out of date.
		owners[number(address)] = member{pod, number(address)}
	}
	result := make([]member, 0, len(owners))
	for _, owner := range owners {
		result = append(result, owner)
	}
	slices.SortFunc(result, func(a, b member) int { return cmp.Compare(a.address, b.address) })
	return result
}

func reported(pod *corev1.Pod) netip.Addr {
	for _, ip := range append([]corev1.PodIP{{IP: pod.Status.PodIP}}, pod.Status.PodIPs...) {
		if address, err := netip.ParseAddr(ip.IP); err == nil && address.Is4() {
			return address
		}
	}
	return netip.Addr{}
}

// selects answers for a selector that the API server admitted; it admits none that cannot be parsed.
func selects(selector *metav1.LabelSelector, set map[string]string) bool {
	parsed, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && parsed.Matches(labels.Set(set))
}

// peerSpans are the addresses that a rule's from or to stands for. None given means everywhere.
func peerSpans(peers []networkingv1.NetworkPolicyPeer, namespace string, all []member, namespaces map[string]*corev1.Namespace) spans {
	if len(peers) == 0 {
		return everywhere
	}
	var parts []spans
	for _, peer := range peers {
		if peer.IPBlock != nil {
			parts = append(parts, blockSpans(peer.IPBlock))
			continue
		}
		for _, m := range all {
			if selectsPeer(peer, namespace, m, namespaces[m.Namespace]) {
				parts = append(parts, single(m.address))
			}
		}
	}
	return union(parts...)
}

func selectsPeer(peer networkingv1.NetworkPolicyPeer, namespace string, m member, home *corev1.Namespace) bool {
	if peer.NamespaceSelector == nil {
		if m.Namespace != namespace {
			return false
		}
	} else if home == nil || !selects(peer.NamespaceSelector, home.Labels) {
		return false
	}
	return peer.PodSelector == nil || selects(peer.PodSelector, m.Labels)
}

func blockSpans(block *networkingv1.IPBlock) spans {
	whole, ok := blockSpan(block.CIDR)
	if !ok {
		return nil
	}
	result := spans{whole}
	for _, except := range block.Except {
		if hole, ok := blockSpan(except); ok {
			result = result.without(hole)
		}
	}
	return result
}
