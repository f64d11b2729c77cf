package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	terraform "github.com/keycloak/terraform-provider-keycloak/provider"
)

// unnoticed are the types of which this release does not notice that one is gone: what it reads then is empty.
var unnoticed = []string{
	"keycloak_openid_client_service_account_realm_role",
	"keycloak_openid_client_service_account_role",
}

func terraformProvider() *schema.Provider {
	provider := terraform.KeycloakProvider(nil)
	for _, name := range unnoticed {
		resource := provider.ResourcesMap[name]
		resource.ReadContext = noticing(resource.ReadContext)
	}
	return provider
}

// noticing takes what was read without its realm for gone.
func noticing(read schema.ReadContextFunc) schema.ReadContextFunc {
	return func(ctx context.Context, data *schema.ResourceData, meta any) diag.Diagnostics {
		problems := read(ctx, data, meta)
		if !problems.HasError() && data.Get("realm_id") == "" {
			data.SetId("")
		}
		return problems
	}
}
