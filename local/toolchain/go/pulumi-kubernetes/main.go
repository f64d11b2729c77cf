// Command pulumi-resource-kubernetes is the official Kubernetes provider, served as its own main serves it.
// Upstream's main embeds files that its release process generates and its module does not hold; the schema
// is only for code generation and for the explanations of a parameterized package, so a minimal one serves.
package main

import "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"

// version is what the provider reports: the release whose source this is.
const version = "4.18.1"

func main() {
	provider.Serve("kubernetes", version, []byte(`{"name":"kubernetes","version":"`+version+`"}`), []byte(`{}`))
}
