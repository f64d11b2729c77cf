package netpol

import (
	"cmp"
	"encoding/binary"
	"math"
	"net/netip"
	"slices"
)

// A span is a closed interval of IPv4 addresses or of ports.
type span struct{ first, last uint32 }

// spans is sorted and disjoint, because a set of nftables refuses intervals that overlap.
type spans []span

var (
	everywhere = spans{{0, math.MaxUint32}}
	anyPort    = spans{{0, math.MaxUint16}}
)

func single(value uint32) spans { return spans{{value, value}} }

func union(parts ...spans) spans {
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	var result spans
	for _, next := range all {
		// Compared without adding one, which would overflow at the last address.
		if top := len(result) - 1; top >= 0 && (next.first <= result[top].last || next.first-1 == result[top].last) {
			result[top].last = max(result[top].last, next.last)
		} else {
			result = append(result, next)
		}
	}
	return result
}

func (s spans) without(hole span) spans {
	var result spans
	for _, part := range s {
		if hole.last < part.first || hole.first > part.last {
			result = append(result, part)
			continue
		}
		if part.first < hole.first {
			result = append(result, span{part.first, hole.first - 1})
		}
		if part.last > hole.last {
			result = append(result, span{hole.last + 1, part.last})
		}
	}
	return result
}

func (s spans) contains(value uint32) bool {
	return slices.ContainsFunc(s, func(part span) bool { return part.first <= value && value <= part.last })
}

// blockSpan has no result for IPv6: pods here have no such addresses to talk with.
func blockSpan(cidr string) (span, bool) {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil || !prefix.Addr().Is4() {
		return span{}, false
	}
	first := number(prefix.Masked().Addr())
	// In 64 bits, where shifting by 32 is no special case.
	return span{first, first + uint32(uint64(1)<<(32-prefix.Bits())-1)}, true
}

func number(address netip.Addr) uint32 {
	bytes := address.As4()
	return binary.BigEndian.Uint32(bytes[:])
}

func dotted(value uint32) string {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, value))).String()
}
