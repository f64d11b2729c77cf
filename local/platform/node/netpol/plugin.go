package netpol

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/types"
)

// PluginType is the name of the CNI plugin, in the network's configuration and as a file in the folder of plugins.
const PluginType = "cake-policies"

const (
	pluginVersion = "0.4.0"
	// tryAgainLater is the code for it in the CNI specification.
	tryAgainLater = 11
)

// pluginConfig is what a CNI runtime passes on standard input.
type pluginConfig struct {
	CNIVersion string          `json:"cniVersion"`
	Socket     string          `json:"socket"`
	PrevResult json.RawMessage `json:"prevResult"`
}

// Plugin is a CNI plugin to chain after the one that gives a pod its address. ADD returns when the policies for the
// pod are enforced at its address, and fails when they cannot be: no container of a pod ever runs without them. It
// takes one setting, "socket", the same as Run's. The environment and standard streams are those of the CNI
// specification.
func Plugin(stdin io.Reader, stdout io.Writer) error {
	output, err := plugin(os.Getenv("CNI_COMMAND"), os.Getenv("CNI_ARGS"), stdin)
	if err != nil {
		output, _ = json.Marshal(map[string]any{"cniVersion": pluginVersion, "code": tryAgainLater, "msg": err.Error()})
	}
	if _, writeErr := stdout.Write(output); writeErr != nil {
		return writeErr
	}
	return err
}

func plugin(command, args string, stdin io.Reader) ([]byte, error) {
	switch command {
	case "ADD":
		var config pluginConfig
		if err := json.NewDecoder(stdin).Decode(&config); err != nil {
			return nil, err
		}
		request, err := attachmentOf(args, config.PrevResult)
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(context.Background(), attachTimeout)
		defer cancel()
		return config.PrevResult, announce(ctx, config.Socket, request)
	case "VERSION":
		return json.Marshal(map[string]any{"cniVersion": pluginVersion, "supportedVersions": []string{pluginVersion}})
	case "DEL", "CHECK":
		// Addresses are forgotten with their pods.
		return nil, nil
	default:
		return nil, fmt.Errorf("CNI_COMMAND is %q; ADD, DEL, CHECK and VERSION are known", command)
	}
}

func attachmentOf(args string, previous json.RawMessage) (attachment, error) {
	var result struct {
		IPs []struct {
			Address netip.Prefix `json:"address"`
		} `json:"ips"`
	}
	if err := json.Unmarshal(previous, &result); err != nil {
		return attachment{}, fmt.Errorf("result of the plugin before: %w", err)
	}
	uid := ""
	for _, pair := range strings.Split(args, ";") {
		if value, ok := strings.CutPrefix(pair, "K8S_POD_UID="); ok {
			uid = value
		}
	}
	if uid == "" {
		return attachment{}, errors.New("CNI_ARGS has no K8S_POD_UID; containerd 1.6 and newer give it")
	}
	for _, ip := range result.IPs {
		if ip.Address.Addr().Is4() {
			return attachment{types.UID(uid), ip.Address.Addr()}, nil
		}
	}
	return attachment{}, errors.New("the plugin before gave the pod no IPv4 address")
}
