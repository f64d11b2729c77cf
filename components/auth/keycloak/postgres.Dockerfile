# Keycloak for PostgreSQL with its options of build time set: it starts 10 to 20 seconds sooner, on a read-only file
# system. Built from the project's root:
#   docker build -f components/auth/keycloak/postgres.Dockerfile -t registry.example.com/keycloak:26.7.3 .
FROM quay.io/keycloak/keycloak:26.7.3 AS build
ENV KC_DB=postgres
ENV KC_HEALTH_ENABLED=true
ENV KC_METRICS_ENABLED=true
RUN /opt/keycloak/bin/kc.sh build

FROM quay.io/keycloak/keycloak:26.7.3
COPY --from=build /opt/keycloak/lib/quarkus/ /opt/keycloak/lib/quarkus/
