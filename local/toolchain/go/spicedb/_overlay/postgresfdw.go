package cmd

import (
	"errors"

	"github.com/spf13/cobra"
)

// PostgresFDWConfig is empty.
type PostgresFDWConfig struct{}

// NewPostgresFDWCommand gives a command that refuses. What it would do, to answer PostgreSQL's own queries, is no part of
// a stack; the parser of PostgreSQL and what runs it are a tenth of what SpiceDB is compiled from.
func NewPostgresFDWCommand(string, *PostgresFDWConfig) *cobra.Command {
	return &cobra.Command{
		Use:    "postgres-fdw",
		Hidden: true,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("this SpiceDB was built without postgres-fdw")
		},
	}
}

// RegisterPostgresFDWFlags has nothing to add.
func RegisterPostgresFDWFlags(*cobra.Command, *PostgresFDWConfig) error { return nil }
