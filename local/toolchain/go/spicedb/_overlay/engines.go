package datastore

// The engines that a stack may have. Those for MySQL and for Spanner are left out: with Google's clients the second is a
// tenth of what SpiceDB is compiled from.
import (
	_ "github.com/authzed/spicedb/internal/datastore/crdb"
	_ "github.com/authzed/spicedb/internal/datastore/memdb"
	_ "github.com/authzed/spicedb/internal/datastore/postgres"
)
