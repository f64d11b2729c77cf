// Package revisionparsing takes the place of SpiceDB's package of this name: how the engines that are left write revisions.
package revisionparsing

import (
	"github.com/authzed/spicedb/internal/datastore/crdb"
	"github.com/authzed/spicedb/internal/datastore/memdb"
	"github.com/authzed/spicedb/internal/datastore/postgres"
	"github.com/authzed/spicedb/pkg/datastore"
)

// ParsingFunc reads a revision.
type ParsingFunc func(text string) (datastore.Revision, error)

// ParseRevisionStringByDatastoreEngineID has what reads revisions, by engine.
var ParseRevisionStringByDatastoreEngineID = map[string]ParsingFunc{
	crdb.Engine:     crdb.ParseRevisionString,
	memdb.Engine:    memdb.ParseRevisionString,
	postgres.Engine: postgres.ParseRevisionString,
}
