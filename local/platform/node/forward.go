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
	join(client, server)
}

// stream is a connection whose two directions end one by one.
type stream interface {
	io.ReadWriter
	CloseWrite() error
}

// join copies until both directions have ended: one may end long before the other.
func join(client, server stream) {
	done := make(chan struct{})
	go func() {
		pipe(server, client)
		close(done)
	}()
	pipe(client, server)
	<-done
}

// pipe copies until the source ends, and passes the end on.
func pipe(to, from stream) {
	io.Copy(to, from)
	to.CloseWrite()
}

func dialIn(namespace *os.File, address string) (*net.TCPConn, error) {
	connection, err := inside(namespace, func() (net.Conn, error) { return net.Dial("tcp4", address) })
	if err != nil {
		return nil, err
	}
	return connection.(*net.TCPConn), nil
}

// inside makes a socket in another network namespace. It stays there, whoever uses it.
func inside[T any](namespace *os.File, open func() (T, error)) (T, error) {
	type result struct {
		socket T
		err    error
	}
	results := make(chan result)
	go func() {
		// Never unlocked: the thread is in another namespace and ends with the goroutine.
		runtime.LockOSThread()
		if err := unix.Setns(int(namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			results <- result{err: err}
			return
		}
		socket, err := open()
		results <- result{socket, err}
	}()
	r := <-results
	return r.socket, r.err
}
