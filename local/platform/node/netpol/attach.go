package netpol

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/netip"
	"os"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// attachTimeout is how long a new pod waits for its rules. It covers a start of this process and of the API server;
// the kubelet tries a pod that failed again.
const attachTimeout = 30 * time.Second

// An attachment is the one message of a connection to the socket; the answer is an outcome.
type attachment struct {
	UID     types.UID  `json:"uid"`
	Address netip.Addr `json:"address"`
}

type outcome struct {
	Error string `json:"error,omitempty"`
}

// serve answers attachments on the socket until the context ends.
func serve(ctx context.Context, socket string, attach func(context.Context, types.UID, netip.Addr) error) error {
	// Left by a process that was killed.
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	if err := os.Chmod(socket, 0o600); err != nil {
		listener.Close()
		return err
	}
	context.AfterFunc(ctx, func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil {
				log.Printf("network policies: accept: %v", err)
				continue
			}
			go answer(ctx, connection, attach)
		}
	}()
	return nil
}

func answer(ctx context.Context, connection net.Conn, attach func(context.Context, types.UID, netip.Addr) error) {
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(attachTimeout))
	ctx, cancel := context.WithTimeout(ctx, attachTimeout)
	defer cancel()
	var request attachment
	err := json.NewDecoder(connection).Decode(&request)
	if err == nil && (request.UID == "" || !request.Address.Is4()) {
		err = errors.New("a pod's uid and IPv4 address are needed")
	}
	if err == nil {
		err = attach(ctx, request.UID, request.Address)
	}
	result := outcome{}
	if err != nil {
		result.Error = err.Error()
	}
	json.NewEncoder(connection).Encode(result)
}

// announce is the other side of serve. It waits for a process that is still starting.
func announce(ctx context.Context, socket string, request attachment) error {
	connection, err := dial(ctx, socket)
	if err != nil {
		return err
	}
	defer connection.Close()
	deadline, _ := ctx.Deadline()
	connection.SetDeadline(deadline)
	if err := json.NewEncoder(connection).Encode(request); err != nil {
		return err
	}
	var result outcome
	if err := json.NewDecoder(connection).Decode(&result); err != nil {
		return fmt.Errorf("no answer about the pod's rules: %w", err)
	}
	if result.Error != "" {
		return errors.New(result.Error)
	}
	return nil
}

func dial(ctx context.Context, socket string) (net.Conn, error) {
	for {
		connection, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
		if !errors.Is(err, syscall.ENOENT) && !errors.Is(err, syscall.ECONNREFUSED) {
			return connection, err
		}
		if !wait(ctx, time.After(pause)) {
			return nil, fmt.Errorf("network policies are not running: %w", err)
		}
	}
}
