package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// A forwarder accepts on the machine's loopback interface and connects inside the node's network namespace. A
// socket stays in the namespace it was made in, so no interface, route or firewall rule of the machine is needed.
type forwarder struct {
	listener net.Listener
	target   string
}

func listen(forwards []Forward, api Forward) ([]forwarder, error) {
	var result []forwarder
	for _, forward := range append([]Forward{api}, forwards...) {
		listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(forward.Port)))
		if err != nil {
			return nil, fmt.Errorf("port %d: %w", forward.Port, err)
		}
		result = append(result, forwarder{listener, net.JoinHostPort(nodeIP, strconv.Itoa(forward.NodePort))})
	}
	return result, nil
}

func (f forwarder) serve(namespace *os.File) {
	for {
		client, err := f.listener.Accept()
		if err != nil {
			return
		}
		go f.connect(client.(*net.TCPConn), namespace)
	}
}

func (f forwarder) connect(client *net.TCPConn, namespace *os.File) {
	defer client.Close()
	server, err := dialIn(namespace, f.target)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan struct{})
	go func() {
		pipe(server, client)
		close(done)
	}()
	pipe(client, server)
	<-done
}

// pipe copies until the source ends, and passes the end on: one direction may end long before the other.
func pipe(to, from *net.TCPConn) {
	io.Copy(to, from)
	to.CloseWrite()
}

func dialIn(namespace *os.File, address string) (*net.TCPConn, error) {
	type result struct {
		connection net.Conn
		err        error
	}
	results := make(chan result)
	go func() {
		// Never unlocked: the thread is in another namespace and ends with the goroutine.
		runtime.LockOSThread()
		if err := unix.Setns(int(namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			results <- result{nil, err}
			return
		}
		connection, err := net.Dial("tcp4", address)
		results <- result{connection, err}
	}()
	r := <-results
	if r.err != nil {
		return nil, r.err
	}
	return r.connection.(*net.TCPConn), nil
}
