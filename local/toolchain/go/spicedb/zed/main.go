// Command zed stands in for SpiceDB's own command line client, whose module is not served. Of its commands this one has
// what a stack runs, `zed schema write FILE`, with the options and the variable that a stack gives it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/authzed/authzed-go/v1"
	"github.com/authzed/grpcutil"
	"github.com/spf13/pflag"
	"google.golang.org/grpc"
)

// patience is how long a server may take to be reached and to check the relationships that there are.
const patience = 60 * time.Second

// server is who is told, and by whom.
type server struct {
	endpoint  string
	authority string
	token     string
}

func main() {
	if err := run(os.Args[1:], os.Getenv("ZED_TOKEN")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string, token string) error {
	to := server{token: token}
	flags := pflag.NewFlagSet("zed", pflag.ContinueOnError)
	flags.StringVar(&to.endpoint, "endpoint", "", "host and port of the server")
	flags.StringVar(&to.authority, "certificate-path", "", "file with the authority of the server's certificate")
	flags.Bool("skip-version-check", false, "taken, as no version is checked")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	words := flags.Args()
	if len(words) != 3 || !slices.Equal(words[:2], []string{"schema", "write"}) {
		return fmt.Errorf("this zed, built in place of the official one, has one command: zed schema write FILE; found: %q",
			words)
	}
	if to.endpoint == "" || to.authority == "" || to.token == "" {
		return errors.New("zed schema write needs --endpoint, --certificate-path and the variable ZED_TOKEN")
	}
	schema, err := os.ReadFile(words[2])
	if err != nil {
		return fmt.Errorf("failed to read the schema: %w", err)
	}
	return to.write(string(schema))
}

func (to server) write(schema string) error {
	tls, err := grpcutil.WithCustomCerts(grpcutil.VerifyCA, to.authority)
	if err != nil {
		return fmt.Errorf("failed to read the authority: %w", err)
	}
	client, err := authzed.NewClient(to.endpoint, tls, grpcutil.WithBearerToken(to.token))
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request := &v1.WriteSchemaRequest{Schema: schema}
	if _, err := client.WriteSchema(ctx, request, grpc.WaitForReady(true)); err != nil {
		return fmt.Errorf("failed to write the schema: %w", err)
	}
	return nil
}
