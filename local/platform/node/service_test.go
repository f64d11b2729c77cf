package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"testing"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// newNamespace is a network namespace with nothing in it; it ends with its file.
func newNamespace(t *testing.T) *os.File {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("needs root, to make a network namespace")
	}
	files, errs := make(chan *os.File, 1), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		err := unix.Unshare(unix.CLONE_NEWNET)
		if err == nil {
			var file *os.File
			file, err = os.Open("/proc/thread-self/ns/net")
			files <- file
		}
		errs <- err
	}()
	if err := <-errs; err != nil {
		t.Fatal(err)
	}
	namespace := <-files
	t.Cleanup(func() { namespace.Close() })
	return namespace
}

func giveAddress(t *testing.T, namespace *os.File, address string) {
	t.Helper()
	_, err := inside(namespace, func() (struct{}, error) {
		loopback, err := netlink.LinkByName("lo")
		if err != nil {
			return struct{}{}, err
		}
		ip, err := netlink.ParseAddr(address + "/32")
		if err != nil {
			return struct{}{}, err
		}
		if err := netlink.LinkSetUp(loopback); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, netlink.AddrAdd(loopback, ip)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ask sends a word to the service and reads until its end.
func ask(t *testing.T, namespace *os.File, service Service, word string) string {
	t.Helper()
	client, err := dialIn(namespace, fmt.Sprintf("%s:%d", service.Address, service.Port))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	io.WriteString(client, word)
	client.CloseWrite()
	answer, _ := io.ReadAll(client)
	return string(answer)
}

func TestService(t *testing.T) {
	namespace := newNamespace(t)
	service := Service{Address: "203.0.113.1", Port: 26257, Socket: fmt.Sprintf("cakestack-test-%d", os.Getpid())}
	listener, err := listenFor(service, namespace)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go service.serve(listener)
	giveAddress(t, namespace, service.Address)
	if answer := ask(t, namespace, service, "nobody?"); answer != "" {
		t.Errorf("without its program the service answered %q", answer)
	}
	program, err := net.Listen("unix", "@"+service.Socket)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	go func() {
		for {
			connection, err := program.Accept()
			if err != nil {
				return
			}
			word, _ := io.ReadAll(connection)
			fmt.Fprintf(connection, "heard %s", word)
			connection.Close()
		}
	}()
	if answer := ask(t, namespace, service, "hello"); answer != "heard hello" {
		t.Errorf("the service answered %q", answer)
	}
}
