// Package provider is upstream's; this file takes the place of one in it, that of the components that upstream writes
// in Go. They are all that needs the SDK for Go, which takes longer to compile than everything else in the provider.
package provider

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// resourceProviders are the components that this build has.
var resourceProviders map[string]resource.ResourceProviderFactory

// Construct knows no component.
func (k *kubeProvider) Construct(_ context.Context, request *pulumirpc.ConstructRequest) (*pulumirpc.ConstructResponse, error) {
	return nil, fmt.Errorf("%s is a component written in Go, and this Kubernetes provider was built without those; "+
		"install the official plugin (pulumi plugin install resource kubernetes)", request.GetType())
}
