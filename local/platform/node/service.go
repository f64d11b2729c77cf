package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// listenFor opens the port of a service inside the node's network namespace. The other half of this program gives the
// node the address, before or after.
func listenFor(service Service, namespace *os.File) (net.Listener, error) {
	config := net.ListenConfig{Control: func(_, _ string, connection syscall.RawConn) error {
		var err error
		if controlErr := connection.Control(func(fd uintptr) {
			err = unix.SetsockoptInt(int(fd), unix.SOL_IP, unix.IP_FREEBIND, 1)
		}); controlErr != nil {
			return controlErr
		}
		return err
	}}
	address := net.JoinHostPort(service.Address, strconv.Itoa(service.Port))
	listener, err := inside(namespace, func() (net.Listener, error) {
		return config.Listen(context.Background(), "tcp4", address)
	})
	if err != nil {
		return nil, fmt.Errorf("service %s: %w", address, err)
	}
	return listener, nil
}

// serve passes connections on to the machine's program. While that does not run they end at once.
func (s Service) serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go s.connect(client.(*net.TCPConn))
	}
}

func (s Service) connect(client *net.TCPConn) {
	defer client.Close()
	server, err := net.Dial("unix", "@"+s.Socket)
	if err != nil {
		return
	}
	defer server.Close()
	join(client, server.(*net.UnixConn))
}
