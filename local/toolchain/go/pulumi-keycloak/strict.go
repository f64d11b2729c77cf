package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// strict refuses what the bridge drops without a word: inputs that newer releases have and this one lacks.
type strict struct {
	pulumirpc.ResourceProviderServer
	schema *schema.PackageSpec
}

// engines are what the engine puts among the inputs of a provider.
var engines = []string{"version", "pluginDownloadURL"}

func (s *strict) CheckConfig(ctx context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	failures, err := s.strays("the provider", s.schema.Provider.InputProperties, req.GetNews(), engines...)
	if err != nil || len(failures) > 0 {
		return &pulumirpc.CheckResponse{Inputs: req.GetNews(), Failures: failures}, err
	}
	return s.ResourceProviderServer.CheckConfig(ctx, req)
}

func (s *strict) Check(ctx context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	token := string(resource.URN(req.GetUrn()).Type())
	kind, ok := s.schema.Resources[token]
	if !ok {
		return nil, missing("type", token, names(s.schema.Resources))
	}
	failures, err := s.strays(token, kind.InputProperties, req.GetNews())
	if err != nil || len(failures) > 0 {
		return &pulumirpc.CheckResponse{Inputs: req.GetNews(), Failures: failures}, err
	}
	return s.ResourceProviderServer.Check(ctx, req)
}

func (s *strict) Invoke(ctx context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	function, ok := s.schema.Functions[req.GetTok()]
	if !ok {
		return nil, missing("function", req.GetTok(), names(s.schema.Functions))
	}
	failures, err := s.strays(req.GetTok(), function.Inputs.Properties, req.GetArgs())
	if err != nil || len(failures) > 0 {
		return &pulumirpc.InvokeResponse{Failures: failures}, err
	}
	return s.ResourceProviderServer.Invoke(ctx, req)
}

func missing(what, token string, there []string) error {
	return fmt.Errorf("release %s of the Terraform provider, built here in place of the official plugin, has no %s %s. "+
		"It has: %s", release, what, token, strings.Join(there, ", "))
}

func names[T any](of map[string]T) []string {
	all := make([]string, 0, len(of))
	for name := range of {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// strays finds the inputs that have no meaning here.
func (s *strict) strays(
	owner string, known map[string]schema.PropertySpec, inputs *structpb.Struct, ignored ...string,
) ([]*pulumirpc.CheckFailure, error) {
	values, err := plugin.UnmarshalProperties(inputs, plugin.MarshalOptions{KeepUnknowns: true, SkipNulls: true})
	if err != nil {
		return nil, err
	}
	for _, key := range ignored {
		delete(values, resource.PropertyKey(key))
	}
	var failures []*pulumirpc.CheckFailure
	s.visit("", known, values, func(path string, there []string) {
		reason := fmt.Sprintf("%s has no input %q in release %s of the Terraform provider, which is built here in place of "+
			"the official plugin. Inputs: %s.", owner, path, release, strings.Join(there, ", "))
		failures = append(failures, &pulumirpc.CheckFailure{Property: path, Reason: reason})
	})
	return failures, nil
}

// visit reports each stray by its path, with the names that are known in its place.
func (s *strict) visit(
	path string, known map[string]schema.PropertySpec, values resource.PropertyMap, report func(string, []string),
) {
	for _, key := range values.StableKeys() {
		input, ok := known[string(key)]
		switch {
		// The bridge keeps notes of its own among what it has checked before.
		case resource.IsInternalPropertyKey(key):
		case ok:
			s.within(path+string(key), input.TypeSpec, values[key], report)
		default:
			report(path+string(key), names(known))
		}
	}
}

func (s *strict) within(path string, kind schema.TypeSpec, value resource.PropertyValue, report func(string, []string)) {
	switch {
	case value.IsArray() && kind.Items != nil:
		for index, item := range value.ArrayValue() {
			s.within(fmt.Sprintf("%s[%d]", path, index), *kind.Items, item, report)
		}
	case value.IsObject() && kind.Ref != "":
		object := s.schema.Types[strings.TrimPrefix(kind.Ref, "#/types/")]
		s.visit(path+".", object.Properties, value.ObjectValue(), report)
	}
}
