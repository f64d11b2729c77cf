module cakestack/spicedb

go 1.26.6

tool (
	github.com/authzed/spicedb/cmd/spicedb
	github.com/grpc-ecosystem/grpc-health-probe
)

require (
	github.com/authzed/spicedb v1.56.2
	github.com/grpc-ecosystem/grpc-health-probe v0.4.57
)
