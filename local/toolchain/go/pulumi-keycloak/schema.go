package main

import (
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// scalars are the schema's words for what holds one value.
var scalars = map[shim.ValueType]string{
	shim.TypeBool:   "boolean",
	shim.TypeInt:    "integer",
	shim.TypeFloat:  "number",
	shim.TypeString: "string",
}

// schemaOf says what every type takes, by the SDK's names. What it gives back and how it is explained is the SDK's part.
func schemaOf(info tfbridge.ProviderInfo) *schema.PackageSpec {
	spec := &schema.PackageSpec{
		Name:      info.Name,
		Version:   info.Version,
		Types:     map[string]schema.ComplexTypeSpec{},
		Resources: map[string]schema.ResourceSpec{},
		Functions: map[string]schema.FunctionSpec{},
	}
	describe := func(token string, inputs shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo) schema.ObjectTypeSpec {
		return describer{spec, token}.object("", inputs, fields)
	}
	spec.Provider.InputProperties = describe("keycloak:index/provider:Provider", info.P.Schema(), info.Config).Properties
	for name, resource := range info.Resources {
		inputs := describe(string(resource.Tok), info.P.ResourcesMap().Get(name).Schema(), resource.Fields)
		spec.Resources[string(resource.Tok)] = schema.ResourceSpec{
			InputProperties: inputs.Properties,
			RequiredInputs:  inputs.Required,
		}
	}
	for name, function := range info.DataSources {
		inputs := describe(string(function.Tok), info.P.DataSourcesMap().Get(name).Schema(), function.Fields)
		spec.Functions[string(function.Tok)] = schema.FunctionSpec{Inputs: &inputs}
	}
	return spec
}

// describer collects the types of the objects within one type.
type describer struct {
	spec  *schema.PackageSpec
	token string
}

// object describes what may be set, with the path of the object in the type that is described.
func (d describer) object(path string, inputs shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo) schema.ObjectTypeSpec {
	object := schema.ObjectTypeSpec{Type: "object", Properties: map[string]schema.PropertySpec{}}
	inputs.Range(func(name string, input shim.Schema) bool {
		if !input.Optional() && !input.Required() {
			return true
		}
		field := fields[name]
		known := tfbridge.TerraformToPulumiNameV2(name, inputs, fields)
		object.Properties[known] = schema.PropertySpec{TypeSpec: d.value(path+title(known), input, field)}
		if input.Required() && (field == nil || field.Default == nil) {
			object.Required = append(object.Required, known)
		}
		return true
	})
	return object
}

func (d describer) value(path string, input shim.Schema, field *tfbridge.SchemaInfo) schema.TypeSpec {
	if scalar, ok := scalars[input.Type()]; ok {
		return schema.TypeSpec{Type: scalar}
	}
	element := d.element(path, input)
	switch {
	case input.Type() == shim.TypeMap:
		return schema.TypeSpec{Type: "object", AdditionalProperties: &element}
	case tfbridge.IsMaxItemsOne(input, field):
		return element
	default:
		return schema.TypeSpec{Type: "array", Items: &element}
	}
}

func (d describer) element(path string, input shim.Schema) schema.TypeSpec {
	switch element := input.Elem().(type) {
	case shim.Resource:
		parts := strings.Split(d.token, ":")
		kind := parts[2] + path
		token := parts[0] + ":" + strings.Split(parts[1], "/")[0] + "/" + kind + ":" + kind
		d.spec.Types[token] = schema.ComplexTypeSpec{ObjectTypeSpec: d.object(path, element.Schema(), nil)}
		return schema.TypeSpec{Ref: "#/types/" + token}
	case shim.Schema:
		return d.value(path, element, nil)
	default:
		return schema.TypeSpec{Type: "string"}
	}
}

func title(name string) string {
	return strings.ToUpper(name[:1]) + name[1:]
}
