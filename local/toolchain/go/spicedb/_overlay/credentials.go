package datastore

import (
	"context"
	"fmt"
)

// CredentialsProvider gives who connects to a database, where that is not in its address.
type CredentialsProvider interface {
	// Name is that of the provider.
	Name() string
	// IsCleartextToken says whether what it gives is sent as it is, and not hashed.
	IsCleartextToken() bool
	// Get gives a user and a password.
	Get(ctx context.Context, endpoint string, user string) (string, string, error)
}

// NoCredentialsProvider is for databases with both in their address.
var NoCredentialsProvider CredentialsProvider

// CredentialsProviderOptions names the providers. This SpiceDB was built without that of AWS: its clients are a tenth of
// what SpiceDB is compiled from.
func CredentialsProviderOptions() string { return "none" }

// NewCredentialsProvider knows none.
func NewCredentialsProvider(_ context.Context, name string) (CredentialsProvider, error) {
	return nil, fmt.Errorf("this SpiceDB was built without providers of credentials: there is no %s", name)
}
