// Command spicedb takes the place of SpiceDB's own main package: the same, without xDS. A local platform has no control
// plane that would tell it of other servers, and what speaks to one is a tenth of what SpiceDB is compiled from.
package main

import (
	"errors"
	"os"
	"time"

	"github.com/rs/zerolog"
	"github.com/sercand/kuberesolver/v5"
	"google.golang.org/grpc/balancer"

	"github.com/authzed/spicedb/cmd/spicedb/memoryprotection"
	"github.com/authzed/spicedb/internal/logging"
	"github.com/authzed/spicedb/pkg/cmd"
	"github.com/authzed/spicedb/pkg/cmd/server"
	_ "github.com/authzed/spicedb/pkg/runtime"
	"github.com/authzed/spicedb/pkg/spiceerrors"
)

func main() {
	memoryprotection.InitDefaultMemoryUsageProvider()
	zerolog.TimeFieldFormat = time.RFC3339Nano
	logging.SetGlobalLogger(zerolog.New(os.Stderr).Level(zerolog.InfoLevel))
	// How servers find each other in a cluster, and share work out.
	kuberesolver.RegisterInCluster()
	balancer.Register(server.ConsistentHashringBuilder)
	os.Exit(exitCode(run()))
}

func run() error {
	command, err := cmd.BuildRootCommand()
	if err != nil {
		return err
	}
	return command.Execute()
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	// A mistake in the arguments has been shown.
	if !errors.Is(err, cmd.ErrParsing) {
		logging.Err(err).Msg("ended by an error")
	}
	var told spiceerrors.TerminationError
	if errors.As(err, &told) {
		return told.ExitCode()
	}
	return 1
}
