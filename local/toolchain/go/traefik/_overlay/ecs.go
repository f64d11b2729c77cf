// Package ecs takes the place of Traefik's package of this name, which finds services on AWS: a local platform has none
// there, and the clients of AWS are the largest packages that Traefik is compiled from.
package ecs

import (
	"errors"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/safe"
)

// Provider finds nothing.
type Provider struct{}

// Init refuses to start.
func (*Provider) Init() error {
	return errors.New("this Traefik was built without the provider of ECS")
}

// Provide is never called: Init fails.
func (*Provider) Provide(chan<- dynamic.Message, *safe.Pool) error { return nil }
