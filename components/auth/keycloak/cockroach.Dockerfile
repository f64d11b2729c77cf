# Phase Two's Keycloak for CockroachDB with its options of build time set: it starts sooner, on a read-only file system.
# Built from the project's root:
#   docker build -f components/auth/keycloak/cockroach.Dockerfile -t registry.example.com/keycloak-crdb:26.6.4 .
FROM quay.io/phasetwo/keycloak-crdb:26.6.4 AS build
ENV KC_DB=cockroach
ENV KC_HEALTH_ENABLED=true
ENV KC_METRICS_ENABLED=true
ENV KC_TRANSACTION_XA_ENABLED=false
ENV KC_TRANSACTION_JTA_ENABLED=false
ENV KC_FEATURES_DISABLED=organization
RUN /opt/keycloak/bin/kc.sh build

FROM quay.io/phasetwo/keycloak-crdb:26.6.4
# With the driver for CockroachDB, which is among the providers.
COPY --from=build /opt/keycloak/lib/quarkus/ /opt/keycloak/lib/quarkus/
COPY --from=build /opt/keycloak/providers/ /opt/keycloak/providers/
