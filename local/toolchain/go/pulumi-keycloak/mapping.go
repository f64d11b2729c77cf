package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

const (
	name = "keycloak"
	// longest is how long the official plugin lets a name become that it makes up.
	longest = 255
)

// modules are the parts of the SDK that are named in a type's Terraform name; all other types are in its index.
var modules = []string{"authentication_", "ldap_", "oidc_", "openid_", "saml_"}

// exceptions are the types whose SDK name does not follow from the Terraform name.
var exceptions = map[string]*tfbridge.ResourceInfo{
	"keycloak_attribute_to_role_identity_provider_mapper": {
		Tok: "keycloak:index/attributeToRoleIdentityMapper:AttributeToRoleIdentityMapper",
	},
	"keycloak_custom_identity_provider_mapper": {
		Tok: "keycloak:index/customIdentityProviderMapping:CustomIdentityProviderMapping",
	},
	"keycloak_hardcoded_role_identity_provider_mapper": {
		Tok: "keycloak:index/hardcodedRoleIdentityMapper:HardcodedRoleIdentityMapper",
	},
	"keycloak_openid_client_client_policy":  {Tok: "keycloak:openid/clientPolicy:ClientPolicy"},
	"keycloak_realm_keystore_java_keystore": {Tok: "keycloak:index/realmKeystoreJavaGenerated:RealmKeystoreJavaGenerated"},
	"keycloak_saml_client_default_scopes":   {Tok: "keycloak:saml/clientDefaultScope:ClientDefaultScope"},
}

// named are the inputs, other than `name`, that the official plugin fills in when a program leaves them out.
var named = map[string]string{
	"keycloak_authentication_execution_config": "alias",
	"keycloak_authentication_flow":             "alias",
	"keycloak_authentication_subflow":          "alias",
	"keycloak_oidc_google_identity_provider":   "client_id",
	"keycloak_openid_client":                   "client_id",
	"keycloak_realm":                           "realm",
}

// gone are types that the SDK has no more: Keycloak no longer takes scripts through its API.
var gone = []string{"keycloak_openid_script_protocol_mapper", "keycloak_saml_script_protocol_mapper"}

// mapping gives what the Terraform provider has the names of the SDK.
func mapping() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:              sdkv2.NewProvider(terraformProvider()),
		Name:           name,
		Version:        release,
		Resources:      exceptions,
		IgnoreMappings: gone,
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"keycloak_authentication_execution": {Tok: "keycloak:index/getAuthenticationExecution:getAuthenticationExecution"},
			"keycloak_authentication_flow":      {Tok: "keycloak:index/getAuthenticationFlow:getAuthenticationFlow"},
		},
	}
	for resource, input := range named {
		camel := tfbridge.TerraformToPulumiNameV2(input, nil, nil)
		fields := map[string]*tfbridge.SchemaInfo{input: tfbridge.AutoName(camel, longest, "-")}
		info.Resources[resource] = &tfbridge.ResourceInfo{Fields: fields}
	}
	info.MustComputeTokens(tokens.KnownModules(name+"_", "index", modules, tokens.MakeStandard(name)))
	info.SetAutonaming(longest, "-")
	return info
}
