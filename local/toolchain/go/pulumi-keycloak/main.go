// Command pulumi-resource-keycloak is the Terraform provider of Keycloak under Pulumi's official bridge, as the official
// plugin is. That one's own module is not served, so the mapping is ours: the names are those of its SDK.
package main

import (
	"context"
	"encoding/json"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/pkg/v3/resource/provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// release is the one of the Terraform provider that go.mod names by its commit.
const release = "4.5.0"

func main() {
	if err := serve(); err != nil {
		cmdutil.ExitError(err.Error())
	}
}

func serve() error {
	info := mapping()
	info.P.InitLogging(context.Background())
	schema := schemaOf(info)
	content, err := json.Marshal(schema)
	if err != nil {
		return err
	}
	return provider.Main(info.Name, func(host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
		bridged := tfbridge.NewProvider(context.Background(), host, info.Name, release, info.P, info, content)
		return &strict{ResourceProviderServer: bridged, schema: schema}, nil
	})
}
