module cakestack/pulumi-keycloak

go 1.25.0

replace github.com/hashicorp/terraform-plugin-sdk/v2 => github.com/pulumi/terraform-plugin-sdk/v2 v2.0.0-20260318212141-5525259d096b

require (
	github.com/keycloak/terraform-provider-keycloak v0.0.0-20241206084240-f87470c95855
	github.com/pulumi/pulumi-terraform-bridge/v3 v3.128.0
)
